import Wire

/// Runs vectors: the one place that knows which function of the portable modules an operation of
/// Specs/Vectors/*.json stands for.
///
/// It compiles natively and to WebAssembly, as the modules do; the programs that read the JSON
/// files (the Swift tests, and run.mjs under node) only compare.
public enum VectorRunner {
  /// The answer to an encoded ``VectorRequest``, as an encoded ``VectorAnswer``.
  public static func run(_ request: [UInt8]) -> [UInt8] {
    do {
      return run(try VectorRequest(decoding: request)).encoded()
    } catch {
      return answer(.badVector).encoded()
    }
  }

  /// Runs one vector.
  public static func run(_ request: VectorRequest) -> VectorAnswer {
    guard let operation = operations.first(where: { asciiBytes($0.name) == request.operation })
    else { return answer(.unknownOperation) }
    var arguments = Arguments(request.input)
    do {
      let results = try operation.run(&arguments)
      guard arguments.isEmpty else { return answer(.badVector) }
      return VectorAnswer(outcome: asciiBytes("ok"), output: results.fields)
    } catch {
      return answer(error)
    }
  }

  /// The names of all operations.
  public static var operationNames: [[UInt8]] { operations.map { asciiBytes($0.name) } }

  private static func answer(_ failure: Failure) -> VectorAnswer {
    VectorAnswer(outcome: asciiBytes(failure.name), output: failure.output.fields)
  }

  private static let operations: [Operation] =
    derivationOperations + primitiveOperations + sealingOperations + hardeningOperations
    + encodingOperations + messageOperations + httpOperations + credentialOperations
    + journalOperations + grantOperations + recoveryOperations
    + exportOperations + localOperations + fileNameOperations
}

/// What a vector's `operation` names.
struct Operation: Sendable {
  let name: StaticString
  let run: @Sendable (inout Arguments) throws(Failure) -> Results

  init(
    _ name: StaticString, _ run: @escaping @Sendable (inout Arguments) throws(Failure) -> Results
  ) {
    self.name = name
    self.run = run
  }
}
