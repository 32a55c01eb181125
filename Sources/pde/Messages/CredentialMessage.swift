import Vault

/// What is said of what opens a wallet: a card, recovery shares, a change, a lock.
enum CredentialMessage: Sendable {
  // Asked
  case cardPrompt
  case cardCodePrompt
  case cardFileUnreadable
  case codeFileUnreadable

  // Cards
  case cardMade
  case cardVoided

  // Recovery
  case recoveryPrepared(threshold: Int, count: Int)
  case recoveryWaits(hours: UInt16)
  case recoveryNone
  case recoveryStopped
  case recoveryAttempt(since: String, from: String)
  case recoveryAttemptHint
  case sharesWait
  case sharesWaitHint
  case recovered

  // Changes
  case changeFirst
  case changed
  case changeUnknown
  case changeUnknownHint
  case orderUnknown
  case orderUnknownHint
  case orderNotDone
  case orderNotDoneHint
  case noLongerOpen
  case noLongerOpenHint
  case prepared
  case preparedHint
  case wasPrepared
  case slotsUnknown
  case slotsUnknownHint

  // Locks and ends
  case lockedUntil(String)
  case deletion(at: String)

  // Two operators
  case operatorAway(UInt8)
  case operatorAwayHint
  case operatorUnproven(UInt8)

  // Usage
  case badWait
  case oneQRorSheet
  case wordsOnly

  // Input
  case badCard
  case badCardCode
  case badLockEnd

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
    case .cardPrompt: "Carte\u{a0}: "
    case .cardCodePrompt: "Code de la carte\u{a0}: "
    case .cardFileUnreadable: "le fichier indiqué dans PDE_CARD_FILE ne peut pas être lu"
    case .codeFileUnreadable: "le fichier indiqué dans PDE_CODE_FILE ne peut pas être lu"
    case .cardMade:
      """
      il faut la carte et ces six chiffres\u{a0}: retenez-les, ne les écrivez pas sur la carte\u{a0}; \
      si elle est perdue\u{a0}: pde card --void
      """
    case .cardVoided: "plus aucune carte n’ouvre ce porte-documents"
    case .recoveryPrepared(let threshold, let count):
      """
      feuilles de secours\u{a0}: \(count), nécessaires pour rouvrir\u{a0}: \(threshold)\u{a0}; les feuilles \
      plus anciennes ne servent plus
      """
    case .recoveryWaits(hours: 0):
      "feuilles de secours préparées\u{a0}; elles ouvrent tout de suite"
    case .recoveryWaits(let hours):
      """
      feuilles de secours préparées\u{a0}; elles ouvrent après une attente de \(hours) heures
      """
    case .recoveryNone: "il n’y a pas de feuilles de secours"
    case .recoveryStopped: "c’est arrêté\u{a0}; les feuilles de secours ne servent plus"
    case .recoveryAttempt(let since, let from):
      """
      quelqu’un a essayé les feuilles de secours le \(since)\u{a0}; elles ouvrent à partir du \
      \(from)
      """
    case .recoveryAttemptHint: "si ce n’est pas vous\u{a0}: pde recovery stop"
    case .sharesWait: "ces feuilles n’ouvrent rien, ou pas encore"
    case .sharesWaitHint:
      """
      une attente est peut-être en cours\u{a0}: revenez plus tard avec les mêmes feuilles\u{a0}; \
      un porte-documents verrouillé donne la même réponse
      """
    case .recovered:
      """
      votre porte-documents est rouvert\u{a0}; les anciens mots, la carte et les anciennes feuilles \
      ne servent plus\u{a0}: préparez de nouvelles feuilles de secours
      """
    case .changeFirst:
      """
      notez les nouveaux mots maintenant\u{a0}; ils comptent dès que vous voyez «\u{a0}changé\u{a0}», et \
      jusque-là les anciens
      """
    case .changed: "changé\u{a0}: seuls les nouveaux mots ouvrent ce porte-documents"
    case .changeUnknown:
      "on ne sait pas si le changement est fait\u{a0}: le serveur ne l’a pas dit"
    case .changeUnknownHint:
      "gardez les mots des deux\u{a0}; essayez les nouveaux, puis les anciens\u{a0}: les uns ouvrent"
    case .orderUnknown:
      "on ne sait pas si c’est fait\u{a0}: le serveur ne répond plus pour ce porte-documents"
    case .orderUnknownHint:
      """
      rouvrez le porte-documents pour voir\u{a0}; s’il ne s’ouvre pas, c’est fait, ou \
      quelqu’un l’a verrouillé ou changé
      """
    case .orderNotDone: "ce n’est pas fait\u{a0}: le porte-documents est comme avant"
    case .orderNotDoneHint:
      "réessayez dans un moment\u{a0}; si cela presse, fermez tout et gardez vos mots pour vous"
    case .noLongerOpen: "le porte-documents vient d’être verrouillé, changé ou effacé ailleurs"
    case .noLongerOpenHint:
      "les mots étaient justes\u{a0}; on ne sait pas si ce qui était demandé est fait"
    case .prepared:
      "ce porte-documents a été préparé pour vous\u{a0}: il lui faut d’abord des mots à vous"
    case .preparedHint: "pde change"
    case .wasPrepared: "préparé\u{a0}: à la première ouverture, il faudra changer les mots"
    case .slotsUnknown:
      "on ne sait pas quelle carte et quelles feuilles de secours ouvrent ce porte-documents"
    case .slotsUnknownHint: "changez tout\u{a0}: pde change"
    case .lockedUntil(let time):
      "verrouillé au moins jusqu’au \(time)\u{a0}; personne ne peut l’ouvrir avant, vous non plus"
    case .deletion(let time): "ce porte-documents sera effacé le \(time)"
    case .operatorAway(1): "le premier service de protection ne répond pas"
    case .operatorAway: "le second service de protection ne répond pas"
    case .operatorAwayHint: "vos mots ne sont pas en cause\u{a0}; réessayez plus tard"
    case .operatorUnproven(1): "le serveur n’a pas prouvé qu’il a les bonnes clés"
    case .operatorUnproven:
      "le second service de protection n’a pas prouvé qu’il a les bonnes clés"
    case .badWait: "--wait va de 0 à 30 jours, en heures entières\u{a0}: 0h, 24h, 7d"
    case .oneQRorSheet: "--void va seul"
    case .wordsOnly: "ceci demande vos mots, pas la carte"
    case .badCard: "ce n’est pas le texte d’une carte, ou un signe est faux"
    case .badCardCode: "le code d’une carte a six chiffres"
    case .badLockEnd: "un verrou finit plus tard que maintenant, au plus 72 heures après"
    }
  }

  private var dutch: String {
    switch self {
    case .cardPrompt: "Kaart: "
    case .cardCodePrompt: "Code van de kaart: "
    case .cardFileUnreadable: "het bestand in PDE_CARD_FILE kan niet gelezen worden"
    case .codeFileUnreadable: "het bestand in PDE_CODE_FILE kan niet gelezen worden"
    case .cardMade:
      """
      de kaart en deze zes cijfers zijn samen nodig: onthoud ze, schrijf ze niet op de kaart; \
      kaart kwijt: pde card --void
      """
    case .cardVoided: "geen enkele kaart opent deze documentenmap nog"
    case .recoveryPrepared(let threshold, let count):
      "noodbladen: \(count), nodig om te openen: \(threshold); oudere bladen werken niet meer"
    case .recoveryWaits(hours: 0): "de noodbladen zijn klaar; ze openen meteen"
    case .recoveryWaits(let hours):
      "de noodbladen zijn klaar; ze openen na \(hours) uur wachten"
    case .recoveryNone: "er zijn geen noodbladen"
    case .recoveryStopped: "het is gestopt; de noodbladen werken niet meer"
    case .recoveryAttempt(let since, let from):
      "iemand heeft de noodbladen geprobeerd op \(since); ze openen vanaf \(from)"
    case .recoveryAttemptHint: "als u dat niet was: pde recovery stop"
    case .sharesWait: "deze bladen openen niets, of nog niet"
    case .sharesWaitHint:
      """
      misschien loopt de wachttijd: kom later terug met dezelfde bladen; een vergrendelde \
      documentenmap geeft hetzelfde antwoord
      """
    case .recovered:
      """
      uw documentenmap is weer open; de oude woorden, de kaart en de oude noodbladen werken \
      niet meer: bereid nieuwe noodbladen voor
      """
    case .changeFirst:
      """
      schrijf de nieuwe woorden nu op; ze tellen zodra u "veranderd" ziet, en tot dan de oude
      """
    case .changed: "veranderd: alleen de nieuwe woorden openen deze documentenmap"
    case .changeUnknown:
      "het is niet bekend of de verandering gebeurd is: de server heeft het niet gezegd"
    case .changeUnknownHint:
      "bewaar de woorden van beide; probeer de nieuwe, dan de oude: één van beide opent"
    case .orderUnknown:
      "het is niet bekend of het gebeurd is: de server antwoordt niet meer voor deze documentenmap"
    case .orderUnknownHint:
      """
      open de documentenmap opnieuw om het te zien; gaat ze niet open, dan is het gebeurd, of \
      iemand heeft ze vergrendeld of veranderd
      """
    case .orderNotDone: "het is niet gebeurd: de documentenmap is zoals voordien"
    case .orderNotDoneHint:
      "probeer straks opnieuw; is het dringend, sluit dan alles en houd uw woorden voor uzelf"
    case .noLongerOpen:
      "de documentenmap werd net ergens anders vergrendeld, veranderd of gewist"
    case .noLongerOpenHint:
      "de woorden waren juist; het is niet bekend of gebeurd is wat gevraagd werd"
    case .prepared: "deze documentenmap is voor u klaargemaakt: ze heeft eerst woorden van u nodig"
    case .preparedHint: "pde change"
    case .wasPrepared: "klaargemaakt: bij de eerste opening moeten de woorden veranderd worden"
    case .slotsUnknown: "het is niet bekend welke kaart en noodbladen deze documentenmap openen"
    case .slotsUnknownHint: "verander alles: pde change"
    case .lockedUntil(let time):
      "minstens vergrendeld tot \(time); niemand kan ze eerder openen, u ook niet"
    case .deletion(let time): "deze documentenmap wordt gewist op \(time)"
    case .operatorAway(1): "de eerste beveiligingsdienst antwoordt niet"
    case .operatorAway: "de tweede beveiligingsdienst antwoordt niet"
    case .operatorAwayHint: "het ligt niet aan uw woorden; probeer het later opnieuw"
    case .operatorUnproven(1): "de server heeft niet bewezen dat hij de juiste sleutels heeft"
    case .operatorUnproven:
      "de tweede beveiligingsdienst heeft niet bewezen dat hij de juiste sleutels heeft"
    case .badWait: "--wait gaat van 0 tot 30 dagen, in hele uren: 0h, 24h, 7d"
    case .oneQRorSheet: "--void staat alleen"
    case .wordsOnly: "hiervoor zijn uw woorden nodig, niet de kaart"
    case .badCard: "dit is niet de tekst van een kaart, of een teken is fout"
    case .badCardCode: "de code van een kaart heeft zes cijfers"
    case .badLockEnd: "een slot eindigt later dan nu, hoogstens 72 uur later"
    }
  }

  private var english: String {
    switch self {
    case .cardPrompt: "Card: "
    case .cardCodePrompt: "Code of the card: "
    case .cardFileUnreadable: "the file that PDE_CARD_FILE names can't be read"
    case .codeFileUnreadable: "the file that PDE_CODE_FILE names can't be read"
    case .cardMade:
      """
      it takes the card and these six digits: remember them, do not write them on the card; \
      if it is lost: pde card --void
      """
    case .cardVoided: "no card opens this wallet any more"
    case .recoveryPrepared(let threshold, let count):
      "recovery sheets: \(count), needed to open: \(threshold); older sheets are void"
    case .recoveryWaits(hours: 0): "the recovery sheets are ready; they open at once"
    case .recoveryWaits(let hours):
      "the recovery sheets are ready; they open after a wait of \(hours) hours"
    case .recoveryNone: "there are no recovery sheets"
    case .recoveryStopped: "it is stopped; the recovery sheets are void"
    case .recoveryAttempt(let since, let from):
      "somebody tried the recovery sheets on \(since); they open from \(from) on"
    case .recoveryAttemptHint: "if it was not you: pde recovery stop"
    case .sharesWait: "these sheets open nothing, or not yet"
    case .sharesWaitHint:
      """
      a wait may be running: come back later with the same sheets; a locked wallet gives this \
      same answer
      """
    case .recovered:
      """
      your wallet is open again; the old words, the card and the old sheets are void: prepare \
      new recovery sheets
      """
    case .changeFirst:
      """
      write the new words down now; they count as soon as you see "changed", and the old ones \
      until then
      """
    case .changed: "changed: only the new words open this wallet"
    case .changeUnknown:
      "it is not known whether the change was made: the server did not say"
    case .changeUnknownHint:
      "keep the words of both; try the new ones, then the old ones: one of the two opens"
    case .orderUnknown:
      "it is not known whether it was done: the server answers no more for this wallet"
    case .orderUnknownHint:
      """
      open the wallet again to see; if it does not open it was done, or somebody locked or \
      changed it
      """
    case .orderNotDone: "it is not done: the wallet is as before"
    case .orderNotDoneHint:
      "try again in a moment; if it is urgent, close everything and keep your words to yourself"
    case .noLongerOpen: "the wallet was locked, changed or deleted elsewhere just now"
    case .noLongerOpenHint:
      "the words were right; it is not known whether what was asked for was done"
    case .prepared: "this wallet was prepared for you: it needs words of your own first"
    case .preparedHint: "pde change"
    case .wasPrepared: "prepared: at its first opening the words have to be changed"
    case .slotsUnknown: "it is not known which card and recovery sheets open this wallet"
    case .slotsUnknownHint: "change everything: pde change"
    case .lockedUntil(let time):
      "locked until \(time) or later; nobody can open it before, you neither"
    case .deletion(let time): "this wallet will be deleted on \(time)"
    case .operatorAway(1): "the first hardening service does not answer"
    case .operatorAway: "the second hardening service does not answer"
    case .operatorAwayHint: "it is not about your words; try again later"
    case .operatorUnproven(1): "the server did not prove that it has the right keys"
    case .operatorUnproven:
      "the second hardening service did not prove that it has the right keys"
    case .badWait: "--wait goes from 0 to 30 days, in whole hours: 0h, 24h, 7d"
    case .oneQRorSheet: "--void goes alone"
    case .wordsOnly: "this takes your words, not the card"
    case .badCard: "this is not the text of a card, or a character of it is wrong"
    case .badCardCode: "a card's code has six digits"
    case .badLockEnd: "a lock ends later than now, and at most 72 hours from now"
    }
  }
}
