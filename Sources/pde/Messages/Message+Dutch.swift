import Client
import Vault
import Wire

extension Message {
  var dutch: String {
    switch self {
    case .site(let message): message.text(in: .dutch)
    case .credential(let message): message.text(in: .dutch)
    case .custody(let message): message.text(in: .dutch)
    case .error(let text): "fout: \(text)"
    case .hint(let text): "tip: \(text)"
    case .unnamedPicture: "Foto"
    case .unnamedDocument: "Document"
    case .phrasePrompt: "Uw woorden: "
    case .codePrompt: "Code: "
    case .pseudonymPrompt: "Pseudoniem: "
    case .epochsTrusted(let hash):
      """
      u hebt geen --pin gegeven: de sleutels van de server worden zonder controle aanvaard, \
      alleen deze keer (--pin \(hash))
      """
    case .mark(let changes, let day, let month, _, let digits):
      "controlenummer: wijziging \(changes), \(day) \(Message.dutchMonths[month - 1]), \(digits)"
    case .phraseCreated:
      """
      alleen deze woorden openen uw documentenmap: schrijf ze op, bewaar ze op een aparte \
      plaats, vertel ze aan niemand
      """
    case .shownUntil(let time): "te zien tot \(time)"
    case .shownFor(let purpose): "getoond voor: \(purpose)"
    case .documentWritten(let name): "bewaard: \(name)"
    case .masked: "verborgen"
    case .maskedNotListed: "verborgen documenten staan niet in deze lijst; --masked zet ze erin"
    case .exportPhrasePrompt: "De zeven woorden van het bestand: "
    case .exportInTheClear:
      """
      alles wordt onbeveiligd weggeschreven, ook verborgen documenten: wie deze bestanden \
      heeft, kan alles lezen
      """
    case .exportSealed:
      """
      alleen deze zeven woorden openen het bestand: noteer ze en bewaar ze apart; een kopie \
      van het bestand kan niet worden vergrendeld of teruggehaald
      """
    case .imported(let added, let alreadyThere, let grants):
      """
      documenten toegevoegd: \(added); er al, gelaten zoals ze zijn: \(alreadyThere); \
      wat u deelt, overgenomen: \(grants)
      """
    case .localPhrasePrompt: "De zeven woorden van het bestand: "
    case .localCreated:
      """
      alleen deze zeven woorden openen het bestand: noteer ze en bewaar ze apart; een kopie \
      van het bestand kan niet worden vergrendeld of teruggehaald
      """
    case .synced(let report):
      """
      toegevoegd hier \(report.addedHere), bij de dienst \(report.addedThere); veranderd hier \
      \(report.changedHere), bij de dienst \(report.changedThere); verwijderd hier \
      \(report.removedHere), bij de dienst \(report.removedThere); dubbel bewaard \
      \(report.keptTwice)
      """
    case .sameCompartment: "de woorden van beide openen dezelfde documentenmap"
    case .deleteNowPrompt: "Alles wordt nu gewist. Typ WISSEN als u dat wilt: "
    case .deleteNowAnswer: "WISSEN"
    case .notDeleted: "er is niets gewist"
    case .deleted: "de documentenmap is gewist, met alles wat erin zat"
    case .deletionAt(let time):
      """
      de documentenmap wordt gewist op \(time); tot dan kan ze behouden blijven met \
      `pde delete --cancel`
      """
    case .deletionInThePast: "dat tijdstip is voorbij; --now wist meteen"
    case .deletionCancelled: "de documentenmap wordt niet gewist"
    case .shareCode(let code): "code: \(code)"
    case .shareRevocation(let code): "code om te stoppen met delen: \(code)"
    case .shareUntil(let time): "geldig tot \(time)"
    case .grantLine(let line) where line.isOver:
      """
      \(line.id)  voorbij \(line.until)  \(line.opened) van \(line.openings) keer geopend  \
      \(line.purpose)
      """
    case .grantLine(let line):
      """
      \(line.id)  tot     \(line.until)  \(line.opened) van \(line.openings) keer geopend  \
      \(line.purpose)
      """
    case .unreachable:
      "de server antwoordt niet, of zijn antwoord is niet volledig of komt te laat"
    case .unreachableHint:
      "controleer het adres van de server (--server) en probeer opnieuw"
    case .tooManyTries(seconds: 1):
      "te veel pogingen of te veel verzonden: kom terug over 1 seconde"
    case .tooManyTries(let seconds):
      "te veel pogingen of te veel verzonden: kom terug over \(seconds) seconden"
    case .tooManyTriesMinutes(let minutes):
      "te veel pogingen of te veel verzonden: kom terug over \(minutes) minuten"
    case .tooManyTriesHours(let hours):
      "te veel pogingen of te veel verzonden: kom terug over \(hours) uur"
    case .tooManyTriesForDays:
      "de server zegt om over meer dan een dag terug te komen: vraag het aan de beheerders"
    case .unavailable: "de server heeft nu geen plaats, of twijfelt aan zijn klok"
    case .unavailableHint: "probeer later opnieuw; openen en stoppen met delen kan nog"
    case .tooLargeOnTheWay: "iets tussen hier en de server weigert een verzending van deze grootte"
    case .tooLargeOnTheWayHint:
      "zeg het aan de beheerders van de server: zijn proxy moet 2 MB doorlaten"
    case .clockDiffers(let here, let there):
      "let op: de klok hier zegt \(here), die van de server \(there); die van de server telt"
    case .noSuchWallet: "deze woorden zijn fout, of deze documentenmap bestaat niet"
    case .noSuchWalletHint:
      """
      controleer elk woord en het pseudoniem; een vergrendelde documentenmap geeft hetzelfde \
      antwoord
      """
    case .wrongWords: "deze woorden openen dit bestand niet, of het begin ervan is veranderd"
    case .wrongWordsHint: "een beveiligd bestand heeft eigen woorden: niet die van uw documentenmap"
    case .notFound:
      "dit document bestaat niet, of wordt niet (meer) gedeeld, of de code is fout"
    case .epochsNotPinned: "de sleutels van de server zijn niet die van uw --pin"
    case .notTheServerHint:
      "dit is misschien niet uw server; hij is niets te weten gekomen over uw woorden"
    case .nonsense: "het antwoord van de server is niet te begrijpen"
    case .serverRefused(let problem):
      "de server heeft geweigerd of had een storing (nummer \(problem.status))"
    case .changedElsewhere:
      "de documentenmap is op hetzelfde moment ergens anders veranderd"
    case .changedElsewhereHint:
      "open ze opnieuw om te zien wat erin zit; er is niets verloren"
    case .walletFull: "de documentenmap is vol"
    case .walletFullHint: "wis eerst een document voorgoed: pde remove --now"
    case .damaged(let damage): Message.dutch(damage)
    case .damagedHint:
      """
      iemand of iets heeft veranderd wat bewaard is; ziet u een controlenummer, vergelijk het \
      dan met het uwe
      """
    case .outOfMemory: "deze computer heeft te weinig vrij geheugen: er is 64 MiB nodig"
    case .invalid(let input): Message.dutch(input)
    case .unknownWord(let position, let nearest) where nearest.isEmpty:
      "woord \(position) staat in geen enkele lijst"
    case .unknownWord(let position, let nearest):
      """
      woord \(position) staat in geen enkele lijst; woorden die erop lijken: \
      \(nearest.joined(separator: ", "))
      """
    case .unknownWordHint: "er is niets verstuurd; verbeter het woord en probeer opnieuw"
    case .noTerminal:
      "uw woorden kunnen hier niet gevraagd worden: er is geen terminal"
    case .noTerminalHint:
      "schrijf uw woorden in een bestand en zet de naam van het bestand in PDE_PHRASE_FILE"
    case .phraseFileUnreadable:
      "het bestand dat in PDE_PHRASE_FILE staat, kan niet gelezen worden"
    case .pseudonymFileUnreadable:
      "het bestand dat in PDE_PSEUDONYM_FILE staat, kan niet gelezen worden"
    case .pseudonymVariable: "PDE_PSEUDONYM wordt niet meer gebruikt: anderen kunnen het lezen"
    case .pseudonymVariableHint:
      """
      schrijf het pseudoniem in een bestand en zet de naam van het bestand in \
      PDE_PSEUDONYM_FILE, of typ het met --pseudonym
      """
    case .secretFileOpenToOthers: "anderen kunnen dit geheime bestand lezen"
    case .secretFileHint: "typ: chmod 600 en de naam van het bestand, en probeer opnieuw"
    case .fileUnreadable: "een bestand kan niet gelezen worden"
    case .fileIsNoFile: "dit is een map of een apparaat; er is een bestand nodig"
    case .fileEmpty: "een leeg document kan niet toegevoegd worden"
    case .fileTooLarge: "een document heeft hoogstens 25.000.000 bytes (25 MB)"
    case .fileChanged:
      "een bestand veranderde tijdens het lezen; er is niets van toegevoegd"
    case .fileChangedHint: "wacht tot het bestand klaar is en voeg het opnieuw toe"
    case .fileExists: "er is al een bestand met deze naam; er is niets overschreven"
    case .fileExistsHint: "kies een andere naam of plaats met --output, --qr of --sheet"
    case .openedButNotWritten: "de opening is geteld, maar er is niets bewaard"
    case .fileUnwritable: "hier kan geen bestand bewaard worden"
    case .diskFull: "de schijf van deze computer is vol; er bleef niets half bewaard achter"
    case .folderMissing: "de map die bij --output staat, kan niet gebruikt worden"
    case .titleNeedsOneFile: "--title werkt met maar één bestand"
    case .badIdentifier:
      "het nummer van een document, of van wat u deelt, heeft 32 tekens: 0 tot 9 en a tot f"
    case .badDate: "een datum schrijft u als JJJJ-MM-DD, bijvoorbeeld 2026-03-01"
    case .badTime: "een datum met het uur schrijft u zo: 2026-03-01T15:00:00Z"
    case .badDuration: "een duur schrijft u als 90m (minuten), 24h (uren) of 7d (dagen)"
    case .untilAndFor: "geef --until of --for, niet allebei"
    case .badOpenings: "--openings gaat van 1 tot 10.000"
    case .badPin: "een --pin heeft 64 tekens: 0 tot 9 en a tot f"
    case .badServer: "het adres van een server schrijft u als http://naam:poort of https://naam"
    case .badQRName: "de naam van het bestand van een QR-code eindigt op .svg of .png"
    case .badSheetName: "de naam van het bestand van een blad om af te drukken eindigt op .html"
    case .badSheetLanguages:
      "--sheet-language hoort bij --sheet, een of twee keer, elke taal maar één keer"
    case .noLink: "de link ontbreekt: dat is de eerste regel die pde leest"
    case .noCode: "de code ontbreekt: dat is de tweede regel die pde leest"
    }
  }

  static let dutchMonths = [
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
  ]

  static func dutch(_ damage: Damage) -> String {
    switch damage {
    case .slots: CredentialMessage.slotsUnknown.text(in: .dutch)
    case .slotRecord: "beschadigd: wat uw woorden openen, heeft niet de juiste vorm"
    case .epochList:
      "beschadigd: de server heeft andere sleutels dan deze documentenmap kent"
    case .generation: "beschadigd: twee stukken van de documentenmap horen niet bij elkaar"
    case .rolledBack:
      """
      beschadigd: de server geeft een oudere toestand van de documentenmap; er ontbreken \
      wijzigingen
      """
    case .chain(let seq): "beschadigd: wijziging \(seq) is niet het vervolg van de vorige"
    case .entry(let seq):
      "beschadigd: wijziging \(seq) heeft niet de juiste vorm, of is niet mogelijk"
    case .head:
      "beschadigd: de lijst van wijzigingen eindigt niet waar de server dat zegt"
    case .block: "beschadigd: een stuk ontbreekt of is veranderd"
    case .content: "beschadigd: de inhoud van een stuk heeft niet de juiste vorm"
    case .export: "beschadigd: dit bestand is afgekapt of veranderd, of uit meerdere samengesteld"
    case .grant: "beschadigd: wat gedeeld is, heeft niet de juiste vorm"
    }
  }

  static func dutch(_ input: InvalidInput) -> String {
    switch input {
    case .unknownWord(let position): "woord \(position + 1) staat in geen enkele lijst"
    case .wordCount(let count):
      "er zijn vijf tot zeven woorden nodig; u gaf er \(count)"
    case .fileWordCount(let count): "een beveiligd bestand heeft zeven woorden; u gaf er \(count)"
    case .localFile: "dit is geen bestand van een documentenmap"
    case .anotherWallet: "dit bestand hoort bij een andere documentenmap (--other-wallet)"
    case .archive: "een archief kan hoogstens 65.535 bestanden en 4 GiB bevatten"
    case .exportFile: "dit is geen beveiligd bestand"
    case .pseudonym:
      """
      dit pseudoniem kan niet gebruikt worden: het is leeg, te lang, of heeft een teken dat \
      niet mag
      """
    case .pseudonymIsAWord:
      "een pseudoniem kan niet een van de woorden van onze lijsten zijn"
    case .documentTooLarge: "een document heeft hoogstens 25.000.000 bytes (25 MB)"
    case .textTooLong(let maxBytes):
      "deze tekst is te lang: hoogstens \(maxBytes) bytes (een letter neemt er 1 tot 4)"
    case .textHasControls:
      "een tekst mag geen nieuwe regel hebben, en geen tekens die niet te zien zijn"
    case .textEmpty: "een tekst kan hier niet leeg zijn"
    case .date: "die dag bestaat niet"
    case .maskedKinds:
      "een lijst van soorten om te verbergen heeft hoogstens 24 soorten, elk één keer"
    case .thumbnail: "het miniatuur is leeg of te groot"
    case .card: CredentialMessage.badCard.text(in: .dutch)
    case .cardCode: CredentialMessage.badCardCode.text(in: .dutch)
    case .wait: CredentialMessage.badWait.text(in: .dutch)
    case .lockEnd: CredentialMessage.badLockEnd.text(in: .dutch)
    case .link: "dit is geen link naar gedeelde documenten, of een teken van de link is fout"
    case .code: "een code heeft 4 tot 6 cijfers"
    case .expiry: "het einde moet later zijn dan nu, en hoogstens over 30 dagen"
    case .openings: "wat u deelt, kan 1 tot 10.000 keer geopend worden"
    case .grantOpenings(let most):
      "documenten van deze grootte kunnen hoogstens \(most) keer geopend worden"
    case .grantSize: "u kunt 1 tot 512 documenten samen delen, hoogstens 256 MiB"
    }
  }
}
