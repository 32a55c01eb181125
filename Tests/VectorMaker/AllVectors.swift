/// All files of Specs/Vectors that this program makes: name and content.
///
/// The files called published-*.json are not made: they hold what other specifications publish.
public func allVectorFiles() -> [VectorFile] {
  [
    derivationVectors(), sealingVectors(), hardeningVectors(), encodingVectors(), messageVectors(),
    httpVectors(), credentialVectors(), contentVectors(), journalVectors(), grantVectors(),
    exportVectors(), localVectors(), fileNameVectors(),
    recoveryVectors(),
  ]
}

extension VectorFile {
  public var fileName: String { name + ".json" }
}
