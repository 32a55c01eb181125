import Client
import Vault
import Wire

extension Wallet {
  /// An export in the clear, with its page in this language.
  func clearExport(in language: Language) -> ClearExport {
    switch language {
    case .french: clearExport(.french)
    case .dutch: clearExport(.dutch)
    case .english: clearExport(.english)
    }
  }
}

/// What the page of an export says; the kinds are those of the site's kinds.json.
extension ClearExportTexts {
  fileprivate static var french: ClearExportTexts {
    texts(
      "fr", title: "Mon porte-documents",
      notices: [
        "Voici tout ce que contenait votre porte-documents.",
        "Attention : ces fichiers ne sont pas protégés. La personne qui les a peut les lire, aussi les documents que vous aviez cachés.",
      ],
      columns: ("Document", "À qui", "Ajouté le", "Valable jusqu’au"),
      masked: "caché", unreadable: "n’a pas pu être lu",
      kinds: [
        ("identite", "Identité"),
        ("sejour", "Séjour"),
        ("adresse", "Adresse"),
        ("cpas", "CPAS et aide sociale"),
        ("revenus", "Revenus et argent"),
        ("dettes", "Dettes et factures"),
        ("logement", "Logement"),
        ("sante", "Santé"),
        ("famille", "Enfants et famille"),
        ("travail", "Travail et formation"),
        ("justice", "Justice et protection"),
        ("recit", "Mes textes"),
        ("autre", "Autre"),
      ],
      months: [
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
      ], firstDay: "1er")
  }

  fileprivate static var dutch: ClearExportTexts {
    texts(
      "nl", title: "Mijn documentenmap",
      notices: [
        "Dit is alles wat in uw documentenmap zat.",
        "Opgelet: deze bestanden zijn niet beveiligd. Wie ze heeft, kan ze lezen, ook de documenten die u had verborgen.",
      ],
      columns: ("Document", "Van wie", "Toegevoegd op", "Geldig tot"),
      masked: "verborgen", unreadable: "kon niet worden gelezen",
      kinds: [
        ("identite", "Identiteit"),
        ("sejour", "Verblijf"),
        ("adresse", "Adres"),
        ("cpas", "OCMW en sociale hulp"),
        ("revenus", "Inkomen en geld"),
        ("dettes", "Schulden en facturen"),
        ("logement", "Wonen"),
        ("sante", "Gezondheid"),
        ("famille", "Kinderen en familie"),
        ("travail", "Werk en opleiding"),
        ("justice", "Gerecht en bescherming"),
        ("recit", "Mijn teksten"),
        ("autre", "Andere"),
      ],
      months: [
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
      ], firstDay: "1")
  }

  fileprivate static var english: ClearExportTexts {
    texts(
      "en", title: "My wallet",
      notices: [
        "This is everything that was in your wallet.",
        "Take care: these files are not protected. Whoever has them can read them, also the documents that you had hidden.",
      ],
      columns: ("Document", "Whose", "Added on", "Valid until"),
      masked: "hidden", unreadable: "could not be read",
      kinds: [
        ("identite", "Identity"),
        ("sejour", "Residence"),
        ("adresse", "Address"),
        ("cpas", "Social aid"),
        ("revenus", "Income and money"),
        ("dettes", "Debts and bills"),
        ("logement", "Housing"),
        ("sante", "Health"),
        ("famille", "Children and family"),
        ("travail", "Work and training"),
        ("justice", "Justice and protection"),
        ("recit", "My texts"),
        ("autre", "Other"),
      ],
      months: [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
      ], firstDay: "1")
  }

  private static func texts(
    _ language: String, title: String, notices: [String],
    columns: (paper: String, person: String, addedAt: String, validUntil: String),
    masked: String, unreadable: String, kinds: [(String, String)], months: [String],
    firstDay: String
  ) -> ClearExportTexts {
    ClearExportTexts(
      language: Array(language.utf8), title: Array(title.utf8),
      notices: notices.map { Array($0.utf8) }, paper: Array(columns.paper.utf8),
      person: Array(columns.person.utf8), addedAt: Array(columns.addedAt.utf8),
      validUntil: Array(columns.validUntil.utf8), masked: Array(masked.utf8),
      unreadable: Array(unreadable.utf8),
      kinds: kinds.map { (kind: Array($0.0.utf8), name: Array($0.1.utf8)) },
      months: months.map { Array($0.utf8) }, firstDay: Array(firstDay.utf8))
  }
}
