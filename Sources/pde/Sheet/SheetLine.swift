import Vault

/// Every text of the printed sheet and its stub: an exhaustive switch for each language, as in
/// `Message`. The web app's are the same ones (Tests/Web/test_sheet.py compares them).
enum SheetLine {
  case title
  case what
  case purpose(String)
  case name(String)
  case until(String)
  case openings(UInt32)
  case code(digits: Int)
  case scan
  case type
  case address
  case key
  case notice
  case stub
  case stop
  case mark(changes: UInt64, date: String, digits: String)

  func text(in language: Language) -> String {
    switch language {
    case .french: french
    case .dutch: dutch
    case .english: english
    }
  }

  // The spaces before : are non-breaking ones (U+00A0).
  private var french: String {
    switch self {
    case .title: "Documents à consulter"
    case .what:
      """
      La personne qui vous donne cette feuille a choisi des documents pour vous. Vous les \
      lisez avec ce code, sans compte et sans rien installer.
      """
    case .purpose(let purpose): "Pour : \(purpose)"
    case .name(let name): "De la part de : \(name)"
    case .until(let time): "Jusqu’au \(time)"
    case .openings(let count): "Peut être ouvert \(count) fois"
    case .code(let digits):
      "Un code de \(digits) chiffres sera demandé : la personne vous le dit."
    case .scan: "Avec un téléphone : ouvrez l’appareil photo et visez le carré."
    case .type:
      """
      Sans appareil photo : ouvrez l’adresse ci-dessous dans un navigateur, puis tapez la clé.
      """
    case .address: "Adresse"
    case .key: "Clé"
    case .notice:
      """
      Ces documents sont personnels : ne les montrez qu’à qui en a besoin pour cette demande. \
      Ce sont des copies données par la personne, non certifiées.
      """
    case .stub: "Ticket : coupez-le et gardez-le, ne le donnez pas"
    case .stop: "Code pour arrêter ce partage avant la fin"
    case .mark(let changes, let date, let digits):
      "Numéro de contrôle : changement \(changes), \(date), \(digits)"
    }
  }

  private var dutch: String {
    switch self {
    case .title: "Documenten om te lezen"
    case .what:
      """
      Wie u dit blad geeft, heeft documenten voor u gekozen. U leest ze met deze code, zonder \
      account en zonder iets te installeren.
      """
    case .purpose(let purpose): "Voor: \(purpose)"
    case .name(let name): "Van: \(name)"
    case .until(let time): "Tot \(time)"
    case .openings(let count): "Kan \(count) keer geopend worden"
    case .code(let digits):
      "Er wordt een code van \(digits) cijfers gevraagd: die krijgt u te horen."
    case .scan: "Met een telefoon: open de camera en richt ze op het vierkant."
    case .type: "Zonder camera: open het adres hieronder in een browser en typ dan de sleutel."
    case .address: "Adres"
    case .key: "Sleutel"
    case .notice:
      """
      Deze documenten zijn persoonlijk: toon ze alleen aan wie ze voor deze vraag nodig heeft. \
      Het zijn kopieën die de persoon zelf geeft, niet gewaarmerkt.
      """
    case .stub: "Ticket: knip het af en bewaar het, geef het niet af"
    case .stop: "Code om vroeger te stoppen met delen"
    case .mark(let changes, let date, let digits):
      "Controlenummer: wijziging \(changes), \(date), \(digits)"
    }
  }

  private var english: String {
    switch self {
    case .title: "Documents to read"
    case .what:
      """
      The person who gives you this sheet chose documents for you. You read them with this \
      code, without an account and with nothing to install.
      """
    case .purpose(let purpose): "For: \(purpose)"
    case .name(let name): "From: \(name)"
    case .until(let time): "Until \(time)"
    case .openings(1): "Can be opened 1 time"
    case .openings(let count): "Can be opened \(count) times"
    case .code(let digits):
      "A code of \(digits) digits will be asked for: the person tells you."
    case .scan: "With a phone: open the camera and point it at the square."
    case .type: "Without a camera: open the address below in a browser, then type the key."
    case .address: "Address"
    case .key: "Key"
    case .notice:
      """
      These documents are personal: show them only to those who need them for this request. \
      They are copies given by the person, not certified.
      """
    case .stub: "Ticket: cut it off and keep it, do not give it away"
    case .stop: "Code to stop this sharing before its end"
    case .mark(let changes, let date, let digits):
      "Check number: change \(changes), \(date), \(digits)"
    }
  }
}
