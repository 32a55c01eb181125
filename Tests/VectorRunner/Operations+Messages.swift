import Wire

/// Specs/http.md: the body of each call and of its answer, read and written again.
let messageOperations: [Operation] = [
  message("message.harden", HardenRequest.self),
  message("message.hardenAnswer", HardenAnswer.self),
  message("message.slotsRead", SlotsReadRequest.self),
  message("message.slotsReadAnswer", SlotsReadAnswer.self),
  message("message.slot", Slot.self),
  message("message.createSpace", CreateSpaceRequest.self),
  message("message.noFields", NoFields.self),
  message("message.openSpaceAnswer", OpenSpaceAnswer.self),
  message("message.journalGet", JournalGetRequest.self),
  message("message.journalPart", JournalPart.self),
  message("message.journalAppend", JournalAppendRequest.self),
  message("message.blocksGet", BlocksGetRequest.self),
  message("message.slotsWrite", SlotsWriteRequest.self),
  message("message.rekey", RekeyRequest.self),
  message("message.lock", LockRequest.self),
  message("message.deleteSpace", DeleteSpaceRequest.self),
  message("message.grantReserve", GrantReserveRequest.self),
  message("message.grantReserveAnswer", GrantReserveAnswer.self),
  message("message.grantPublish", GrantPublishRequest.self),
  message("message.grantCover", GrantCoverRequest.self),
  message("message.grantCoverAnswer", GrantCoverAnswer.self),
  message("message.grantOpen", GrantOpenRequest.self),
  message("message.grantOpenAnswer", GrantOpenAnswer.self),
  message("message.grantBlocksGet", GrantBlocksGetRequest.self),
  message("message.revoke", RevokeRequest.self),
  message("message.receipts", ReceiptsRequest.self),
  message("message.receiptsAnswer", ReceiptsAnswer.self),
  message("message.info", Info.self),
  message("message.epochs", EpochList.self),
]

private func message<M: WireMessage>(_ name: StaticString, _ type: M.Type) -> Operation {
  Operation(name) { (input) throws(Failure) in
    let encoded = try input.bytes("encoded")
    let message = try named { () throws(CBORError) in try M(decoding: encoded) }
    // What was read is written back the same, or there would be two encodings of it.
    guard message.encoded() == encoded else { throw .writtenDifferently }
    return Results()
  }
}
