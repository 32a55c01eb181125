import Client
import Site
import Vault

/// What `verify-site` and `kiosk` say. The reasons in a ``SiteError`` are for who installs
/// servers and terminals, and in English only, like the server's own.
enum SiteMessage: Sendable {
  case badHash
  case badAddress
  case finding(SiteVerifier.Finding)
  case differs(count: Int)
  case differsHint
  case onlyItsOwnList
  case tree(SiteError)
  case serves(hash: String)
  case cannotListen

  func text(in language: Language) -> String {
    switch language {
    case .english: english
    case .french: french
    case .dutch: dutch
    }
  }

  private var english: String {
    switch self {
    case .badHash: "a site hash has 64 characters: 0 to 9 and a to f"
    case .badAddress: "--listen takes an address of this machine only, such as 127.0.0.1:8090"
    case .finding(let finding): "\(finding.path): \(english(finding.problem))"
    case .differs(1): "the pages are not as they should be: one difference"
    case .differs(let count): "the pages are not as they should be: \(count) differences"
    case .differsHint: "open no wallet through this server until somebody has found out why"
    case .onlyItsOwnList:
      "no hash was given: the server was compared with its own list only (--expect)"
    case .tree(let error): "\(error)"
    case .serves(let hash): "site holder: \(hash)"
    case .cannotListen: "the address of --listen can't be used"
    }
  }

  private var french: String {
    switch self {
    case .badHash: "une empreinte de site a 64 caractères : 0 à 9 et a à f"
    case .badAddress:
      "--listen demande une adresse de cette machine seulement, comme 127.0.0.1:8090"
    case .finding(let finding): "\(finding.path) : \(french(finding.problem))"
    case .differs(1): "les pages ne sont pas ce qu’elles devraient être : une différence"
    case .differs(let count):
      "les pages ne sont pas ce qu’elles devraient être : \(count) différences"
    case .differsHint:
      "n’ouvrez aucun porte-documents par ce serveur avant que quelqu’un ait trouvé pourquoi"
    case .onlyItsOwnList:
      "aucune empreinte donnée : le serveur est comparé à sa propre liste seulement (--expect)"
    case .tree(let error): "\(error)"
    case .serves(let hash): "site holder : \(hash)"
    case .cannotListen: "l’adresse de --listen ne peut pas être utilisée"
    }
  }

  private var dutch: String {
    switch self {
    case .badHash: "een vingerafdruk van een site heeft 64 tekens: 0 tot 9 en a tot f"
    case .badAddress:
      "--listen vraagt een adres van deze machine alleen, zoals 127.0.0.1:8090"
    case .finding(let finding): "\(finding.path): \(dutch(finding.problem))"
    case .differs(1): "de pagina’s zijn niet zoals ze moeten zijn: één verschil"
    case .differs(let count): "de pagina’s zijn niet zoals ze moeten zijn: \(count) verschillen"
    case .differsHint:
      "open geen documentenmap via deze server voordat iemand weet waarom"
    case .onlyItsOwnList:
      "geen vingerafdruk gegeven: de server is alleen met zijn eigen lijst vergeleken (--expect)"
    case .tree(let error): "\(error)"
    case .serves(let hash): "site holder: \(hash)"
    case .cannotListen: "het adres van --listen kan niet gebruikt worden"
    }
  }

  private func english(_ problem: SiteVerifier.Finding.Problem) -> String {
    switch problem {
    case .status(let status): "the server answers \(status)"
    case .contents: "other bytes than the list says"
    case .field(let name): "the header \(name) is not as it should be"
    case .list(let error): "\(error)"
    }
  }

  private func french(_ problem: SiteVerifier.Finding.Problem) -> String {
    switch problem {
    case .status(let status): "le serveur répond \(status)"
    case .contents: "d’autres octets que ceux de la liste"
    case .field(let name): "l’en-tête \(name) n’est pas ce qu’il devrait être"
    case .list(let error): "\(error)"
    }
  }

  private func dutch(_ problem: SiteVerifier.Finding.Problem) -> String {
    switch problem {
    case .status(let status): "de server antwoordt \(status)"
    case .contents: "andere bytes dan de lijst zegt"
    case .field(let name): "de header \(name) is niet zoals hij moet zijn"
    case .list(let error): "\(error)"
    }
  }
}
