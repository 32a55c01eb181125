import Vault

/// What is said of recovery shares, and of a file in custody.
enum CustodyMessage: Sendable {
  /// A position counts from 0; a person from 1.
  case share(RecoveryError)
  case shareHint
  case written(count: Int, threshold: Int)
  case checkFailed
  case copyDamaged(position: Int)
  case badCounts
  case fileTooLarge

  func text(in language: Language) -> String {
    switch language {
    case .french: french
    case .dutch: dutch
    case .english: english
    }
  }

  // The spaces before : and ; are non-breaking ones (U+00A0).
  private var french: String {
    switch self {
    case .share(.damaged(let share)): "le texte \(share + 1) a un signe faux, ou n’est pas entier"
    case .share(.notOfThisUse(let share)): "le texte \(share + 1) n’a pas été fait pour cela"
    case .share(.anotherSet(let share)): "le texte \(share + 1) ne va pas avec le premier"
    case .share(.doubled(let share)): "le texte \(share + 1) a déjà été donné"
    case .share(.doNotFit): "ces textes ne vont pas ensemble"
    case .share(.tooFew(let given, let needed)):
      "il n’y a pas assez de textes ; donnés : \(given), nécessaires : \(needed)"
    case .shareHint: "les textes qui vont ensemble commencent par les mêmes six signes"
    case .written(let count, let threshold):
      "morceaux faits : \(count), nécessaires pour retrouver le fichier : \(threshold)"
    case .checkFailed: "les morceaux enregistrés ne redonnent pas le fichier ; ils sont effacés"
    case .copyDamaged(let position):
      "le morceau \(position + 1) a une copie abîmée du fichier ; une autre était bonne"
    case .badCounts: "--shares va de 2 à 16, --threshold de 2 à --shares"
    case .fileTooLarge: "un fichier à garder en morceaux a au plus 16 Mio"
    }
  }

  private var dutch: String {
    switch self {
    case .share(.damaged(let share)): "tekst \(share + 1) heeft een fout teken of is niet volledig"
    case .share(.notOfThisUse(let share)): "tekst \(share + 1) is hier niet voor gemaakt"
    case .share(.anotherSet(let share)): "tekst \(share + 1) hoort niet bij de eerste"
    case .share(.doubled(let share)): "tekst \(share + 1) is al gegeven"
    case .share(.doNotFit): "deze teksten horen niet bij elkaar"
    case .share(.tooFew(let given, let needed)):
      "er zijn te weinig teksten; gegeven: \(given), nodig: \(needed)"
    case .shareHint: "teksten die bij elkaar horen, beginnen met dezelfde zes tekens"
    case .written(let count, let threshold):
      "gemaakte stukken: \(count), nodig om het bestand terug te krijgen: \(threshold)"
    case .checkFailed: "de bewaarde stukken geven het bestand niet terug; ze zijn gewist"
    case .copyDamaged(let position):
      "stuk \(position + 1) heeft een beschadigde kopie van het bestand; een andere was goed"
    case .badCounts: "--shares gaat van 2 tot 16, --threshold van 2 tot --shares"
    case .fileTooLarge: "een bestand om in stukken te bewaren heeft hoogstens 16 MiB"
    }
  }

  private var english: String {
    switch self {
    case .share(.damaged(let share)): "text \(share + 1) has a wrong character or is not whole"
    case .share(.notOfThisUse(let share)): "text \(share + 1) was not made for this"
    case .share(.anotherSet(let share)): "text \(share + 1) does not belong to the first one"
    case .share(.doubled(let share)): "text \(share + 1) was given already"
    case .share(.doNotFit): "these texts do not belong together"
    case .share(.tooFew(let given, let needed)):
      "there are not enough texts; given: \(given), needed: \(needed)"
    case .shareHint: "texts that belong together begin with the same six characters"
    case .written(let count, let threshold):
      "pieces made: \(count), needed to get the file back: \(threshold)"
    case .checkFailed: "the pieces that were written do not give the file back; they are deleted"
    case .copyDamaged(let position):
      "piece \(position + 1) has a damaged copy of the file; another one was good"
    case .badCounts: "--shares goes from 2 to 16, --threshold from 2 to --shares"
    case .fileTooLarge: "a file to keep in pieces has at most 16 MiB"
    }
  }
}

extension Failure {
  /// Shares that were given and don't join.
  ///
  /// - Parameter isTyped: whether a person typed them, whose slip is input to be refused; in a
  ///   file it is damage.
  init(_ error: RecoveryError, isTyped: Bool = false) {
    let code =
      switch error {
      case .damaged where !isTyped: Code.damage
      default: Code.input
      }
    let hint: Message? =
      switch error {
      case .anotherSet, .doNotFit: .custody(.shareHint)
      default: nil
      }
    self.init(.custody(.share(error)), hint: hint, exitCode: code)
  }
}
