/// Why a server can't use a data folder: sentences for the operator.
public enum StartError: Error, Equatable, CustomStringConvertible {
  case notADataFolder(String)
  case keysWithoutDatabase(String)
  case databaseWithoutKeys(String)
  case otherKeys(String)
  case keysReadableByOthers(String)
  case keysUnreadable(String)
  case inUse(String)
  case unknownSchema(String)
  case ledger(String, isMissing: Bool)
  case witness(String, WitnessError)
  case notEmpty(String)
  case noBackup(String)
  case notAKey
  case noSuchEpoch
  case secondOperatorUnnamed
  case cannot(String, reason: String)

  public var description: String {
    switch self {
    case .notADataFolder(let path):
      "\(path) has files in it, but neither server keys nor a database: not a data folder"
    case .keysWithoutDatabase(let path):
      "\(path) has server keys but no database: put the database back, or start in a new folder"
    case .databaseWithoutKeys(let path):
      "\(path) has a database but no server keys: put the key file back; without it no wallet "
        + "opens, and new keys would not help"
    case .otherKeys(let path):
      "the server keys in \(path) are not those that its database was made with"
    case .keysReadableByOthers(let path):
      "others than the owner may read \(path): chmod 600 it, and find out who read it"
    case .keysUnreadable(let path):
      "\(path) is not a file of server keys"
    case .inUse(let path):
      "another pde-server uses \(path)"
    case .unknownSchema(let path):
      "the database in \(path) was made by another version of pde-server"
    case .ledger(let path, let isMissing):
      (isMissing ? "there is no ledger at \(path)" : "the ledger at \(path) is not this database's")
        + ": put it back, or use `pde-server restore`, after which every wallet rests for 72 hours"
    case .witness(let path, .missing):
      "there is no witness at \(path): mount its disk, or make an empty file there if it never had one"
    case .witness(let path, .notAWitness):
      "\(path) is not a witness of a ledger: name another file, or make it empty"
    case .witness(let path, .unwritable):
      "the witness \(path) can't be written"
    case .notEmpty(let path):
      "\(path) has files in it: a restore makes a folder of its own"
    case .notAKey:
      "that is not a public key: 64 hexadecimal digits, as the second operator's server prints them"
    case .noSuchEpoch:
      "an epoch's number is higher than those before it, and there are at most 64 of them"
    case .secondOperatorUnnamed:
      "its epochs have a second operator's keys, and no service of theirs is named: give "
        + "--second-operator, or --without-second-operator, with which hardly anybody can open a wallet"
    case .noBackup(let path):
      "there is no backup in \(path)"
    case .cannot(let what, let reason):
      "can't \(what): \(reason)"
    }
  }
}
