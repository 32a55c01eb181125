import Vault

/// Every text of the papers that a holder keeps or confides: card, recovery share, stub. The web
/// app's are the same ones, `site/holder/sheets` (Tests/Web/test_sheets.py compares them).
enum PaperLine: SheetText {
  case cardTitle
  case cardCut
  case cardCode
  case cardLost
  case shareTitle
  case shareWhat
  case shareAlone
  case shareGive
  case shareKeep
  case shareType
  case stubTitle
  case stubStop
  case stubUntil(time: String)
  case stubLocked(time: String)
  case stubNobody
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
    case .cardTitle: "Carte à découper"
    case .cardCut: "Découpez le long des traits, puis pliez au milieu."
    case .cardCode:
      """
      Le code à six chiffres n’est pas sur cette feuille. Retenez-le, ou gardez-le ailleurs \
      que la carte.
      """
    case .cardLost:
      """
      Sans son code, la carte n’ouvre rien. Si vous la perdez, annulez-la à la prochaine \
      ouverture.
      """
    case .shareTitle: "Feuille à garder"
    case .shareWhat:
      """
      Une personne vous a confié cette feuille. Elle vous la redemandera peut-être un jour.
      """
    case .shareAlone: "Seule, cette feuille n’ouvre rien et n’apprend rien à personne."
    case .shareGive:
      """
      Rendez-la à cette personne seulement, en main propre. Si quelqu’un d’autre la demande, \
      dites non.
      """
    case .shareKeep:
      """
      Gardez-la au sec et à l’abri des regards. Ne la photographiez pas, ne la recopiez pas.
      """
    case .shareType: "Pour taper le carré sans appareil photo"
    case .stubTitle: "Ticket à garder : ne le donnez pas"
    case .stubStop: "Code pour arrêter ce partage avant la fin"
    case .stubUntil(let time): "Jusqu’au \(time)"
    case .stubLocked(let time): "Verrouillé au moins jusqu’au \(time)"
    case .stubNobody: "Avant, rien ne s’ouvre : ni pour vous, ni pour personne d’autre."
    case .mark(let changes, let date, let digits):
      """
      Numéro de contrôle : changement \(changes), \(date), \(digits)
      """
    }
  }

  private var dutch: String {
    switch self {
    case .cardTitle: "Kaart om uit te knippen"
    case .cardCut: "Knip langs de lijnen en vouw in het midden."
    case .cardCode:
      """
      De code van zes cijfers staat niet op dit blad. Onthoud hem, of bewaar hem ergens anders \
      dan de kaart.
      """
    case .cardLost:
      """
      Zonder code opent de kaart niets. Bent u ze kwijt, schrap ze dan de volgende keer dat \
      u opent.
      """
    case .shareTitle: "Blad om te bewaren"
    case .shareWhat:
      """
      Iemand heeft u dit blad toevertrouwd. Misschien vraagt die persoon het ooit terug.
      """
    case .shareAlone: "Alleen opent dit blad niets en vertelt het niemand iets."
    case .shareGive:
      """
      Geef het alleen aan die persoon terug, van hand tot hand. Vraagt iemand anders ernaar, \
      zeg dan nee.
      """
    case .shareKeep:
      """
      Bewaar het droog en uit het zicht. Neem er geen foto van en schrijf het niet over.
      """
    case .shareType: "Om het vierkant zonder camera te typen"
    case .stubTitle: "Ticket om te bewaren: geef het niet af"
    case .stubStop: "Code om vroeger te stoppen met delen"
    case .stubUntil(let time): "Tot \(time)"
    case .stubLocked(let time): "Minstens vergrendeld tot \(time)"
    case .stubNobody: "Daarvoor gaat niets open: niet voor u en voor niemand anders."
    case .mark(let changes, let date, let digits):
      """
      Controlenummer: wijziging \(changes), \(date), \(digits)
      """
    }
  }

  private var english: String {
    switch self {
    case .cardTitle: "Card to cut out"
    case .cardCut: "Cut along the lines, then fold in the middle."
    case .cardCode:
      """
      The code of six digits is not on this sheet. Remember it, or keep it elsewhere than \
      the card.
      """
    case .cardLost:
      """
      Without its code the card opens nothing. If you lose it, make it void at the next \
      opening.
      """
    case .shareTitle: "Sheet to keep"
    case .shareWhat: "Somebody gave you this sheet to keep. They may ask for it back one day."
    case .shareAlone: "By itself this sheet opens nothing and tells nobody anything."
    case .shareGive:
      """
      Give it back to that person only, by hand. If anybody else asks for it, say no.
      """
    case .shareKeep: "Keep it dry and out of sight. Don’t photograph it, don’t copy it."
    case .shareType: "To type the square without a camera"
    case .stubTitle: "Ticket to keep: do not give it away"
    case .stubStop: "Code to stop this sharing before its end"
    case .stubUntil(let time): "Until \(time)"
    case .stubLocked(let time): "Locked until \(time) or later"
    case .stubNobody: "Until then nothing opens: not for you, and not for anybody else."
    case .mark(let changes, let date, let digits):
      "Check number: change \(changes), \(date), \(digits)"
    }
  }
}
