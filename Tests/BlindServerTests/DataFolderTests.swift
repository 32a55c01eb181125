import Foundation
import GRDB
import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct DataFolderTests {
  private let path = TestServer.newPath()

  private func make() throws {
    try DataFolder.open(at: path).close()
  }

  private func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: path + "/" + name)
  }

  @Test func aFirstStartMakesAWholeFolder() throws {
    let folder = try DataFolder.open(at: path)
    #expect(folder.isNew)
    #expect(folder.firstWords.contains("no wallet"))
    try folder.close()
    let attributes = try FileManager.default.attributesOfItem(atPath: path + "/server-keys")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(checkDataFolder(at: path).findings == [])
    let again = try DataFolder.open(at: path)
    #expect(!again.isNew)
    #expect(again.keys.epochList == folder.keys.epochList)
    try again.close()
  }

  @Test func anEmptyFolderIsTakenAndOneWithOtherFilesIsNot() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try make()
    let other = TestServer.newPath()
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: false)
    #expect(FileManager.default.createFile(atPath: other + "/photo.jpg", contents: Data([1])))
    #expect(throws: StartError.notADataFolder(other)) { try DataFolder.open(at: other) }
  }

  @Test func keysWithoutADatabaseAreRefused() throws {
    try make()
    try remove("store/rows.sqlite")
    #expect(throws: StartError.keysWithoutDatabase(path)) { try DataFolder.open(at: path) }
    #expect(checkDataFolder(at: path).findings.contains("rows.sqlite: missing"))
  }

  @Test func aDatabaseWithoutKeysIsRefused() throws {
    try make()
    try remove("server-keys")
    #expect(throws: StartError.databaseWithoutKeys(path)) { try DataFolder.open(at: path) }
    #expect(
      checkDataFolder(at: path).findings == ["server-keys: missing; no wallet opens without it"])
  }

  @Test func otherKeysAreRefused() throws {
    try make()
    let other = TestServer.newPath()
    try DataFolder.open(at: other).close()
    try remove("server-keys")
    try FileManager.default.copyItem(
      atPath: other + "/server-keys", toPath: path + "/server-keys")
    #expect(throws: StartError.otherKeys(path)) { try DataFolder.open(at: path) }
  }

  @Test func keysThatOthersMayReadAreRefusedAndFound() throws {
    try make()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: path + "/server-keys")
    #expect(throws: StartError.keysReadableByOthers(path + "/server-keys")) {
      try DataFolder.open(at: path)
    }
    #expect(
      checkDataFolder(at: path).findings == ["server-keys: others than the owner may use it"])
  }

  @Test func aDamagedKeyFileIsRefused() throws {
    try make()
    var keys = try Data(contentsOf: URL(fileURLWithPath: path + "/server-keys"))
    keys.removeLast()
    try keys.write(to: URL(fileURLWithPath: path + "/server-keys"))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: path + "/server-keys")
    #expect(throws: StartError.keysUnreadable(path + "/server-keys")) {
      try DataFolder.open(at: path)
    }
  }

  @Test func twoServersNeverShareAFolder() throws {
    let folder = try DataFolder.open(at: path)
    #expect(throws: StartError.inUse(path)) { try DataFolder.open(at: path) }
    try folder.close()
  }

  @Test func aRestoreHasNoGrantsAndGetsAnEmptyStore() throws {
    try make()
    try remove("grants")
    try make()
    #expect(checkDataFolder(at: path).findings == [])
  }

  @Test func anEpochIsAddedToTheFileAndThenToTheDatabase() throws {
    try make()
    let second = try ServerKeys.random().epochList.epochs[0].publicKeys[0]
    let before = try DataFolder.open(at: path)
    #expect(throws: StartError.inUse(path)) {
      try EpochAddition.add(to: path, number: nil, secondKey: nil)
    }
    try before.close()
    let added = try EpochAddition.add(to: path, number: 7, secondKey: hexEncode(second))
    let after = try DataFolder.open(at: path)
    let list = after.keys.epochList
    #expect(list.epochs.map(\.number) == [1, 7])
    #expect(list.epochs[0] == before.keys.epochList.epochs[0])
    #expect(list.epochs[1].publicKeys.last == second)
    #expect(added.listHash == hexEncode(list.hash))
    #expect(list.beginning(hash: before.keys.epochList.hash) == before.keys.epochList)
    #expect(after.keys.checkFake == before.keys.checkFake)
    try after.close()
    for number in [7, 3] as [UInt32] {
      #expect(throws: StartError.noSuchEpoch) {
        try EpochAddition.add(to: path, number: number, secondKey: nil)
      }
    }
    #expect(throws: StartError.notAKey) {
      try EpochAddition.add(to: path, number: nil, secondKey: String(repeating: "0", count: 64))
    }
    try DataFolder.open(at: path).close()
  }

  @Test func aFolderOfTheVersionBeforeIsMadeIntoThisOne() throws {
    try make()
    let rows = try DatabaseQueue(path: path + "/store/rows.sqlite")
    try rows.write {
      try $0.execute(
        sql: """
          DROP TABLE cards; ALTER TABLE epochs DROP COLUMN secondKey;
          DELETE FROM facts WHERE name = 'ledger'; PRAGMA user_version = 1;
          """)
    }
    try rows.close()
    try remove("ledger")
    try make()
    #expect(checkDataFolder(at: path).findings == [])
  }

  @Test func keysGoThroughTheirFile() throws {
    let keys = try ServerKeys.random()
    let bytes = keys.withFile { $0.copied() }
    let read = try #require(ServerKeys(file: bytes))
    #expect(read.checkFake == keys.checkFake && read.checkToken == keys.checkToken)
    #expect(read.epochList == keys.epochList)
    #expect(ServerKeys(file: bytes + [0]) == nil)
    #expect(ServerKeys(file: []) == nil)
  }
}
