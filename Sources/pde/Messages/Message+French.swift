import Client
import Vault
import Wire

// The spaces before : and ; and inside numbers are non-breaking ones (U+00A0).
extension Message {
  var french: String {
    switch self {
    case .site(let message): message.text(in: .french)
    case .credential(let message): message.text(in: .french)
    case .custody(let message): message.text(in: .french)
    case .error(let text): "erreur : \(text)"
    case .hint(let text): "conseil : \(text)"
    case .unnamedPicture: "Photo"
    case .unnamedDocument: "Document"
    case .phrasePrompt: "Vos mots : "
    case .codePrompt: "Code : "
    case .pseudonymPrompt: "Pseudonyme : "
    case .epochsTrusted(let hash):
      """
      vous n’avez pas donné de --pin : les clés du serveur sont acceptées sans contrôle, \
      cette fois seulement (--pin \(hash))
      """
    case .mark(let changes, day: 1, let month, _, let digits):
      "numéro de contrôle : changement \(changes), 1er \(Message.frenchMonths[month - 1]), \(digits)"
    case .mark(let changes, let day, let month, _, let digits):
      "numéro de contrôle : changement \(changes), \(day) \(Message.frenchMonths[month - 1]), \(digits)"
    case .phraseCreated:
      """
      seuls ces mots ouvrent votre porte-documents : notez-les, gardez-les dans un endroit à \
      part, ne les dites à personne
      """
    case .shownUntil(let time): "visible jusqu’au \(time)"
    case .shownFor(let purpose): "montré pour : \(purpose)"
    case .documentWritten(let name): "enregistré : \(name)"
    case .masked: "caché"
    case .maskedNotListed: "les documents cachés ne sont pas dans cette liste ; --masked les y met"
    case .exportPhrasePrompt: "Les sept mots du fichier : "
    case .exportInTheClear:
      """
      tout est écrit sans protection, les documents cachés aussi : la personne qui a ces \
      fichiers peut tout lire
      """
    case .exportSealed:
      """
      seuls ces sept mots ouvrent le fichier : notez-les et gardez-les à part ; une copie du \
      fichier ne peut être ni verrouillée ni reprise
      """
    case .imported(let added, let alreadyThere, let grants):
      """
      documents ajoutés : \(added) ; déjà là, laissés comme ils sont : \(alreadyThere) ; \
      partages repris : \(grants)
      """
    case .localPhrasePrompt: "Les sept mots du fichier : "
    case .localCreated:
      """
      seuls ces sept mots ouvrent le fichier : notez-les et gardez-les à part ; une copie du \
      fichier ne peut être ni verrouillée ni reprise
      """
    case .synced(let report):
      """
      ajoutés ici \(report.addedHere), au service \(report.addedThere) ; changés ici \
      \(report.changedHere), au service \(report.changedThere) ; enlevés ici \
      \(report.removedHere), au service \(report.removedThere) ; gardés en double \
      \(report.keptTwice)
      """
    case .sameCompartment: "des deux côtés, les mots ouvrent le même porte-documents"
    case .deleteNowPrompt: "Tout va être effacé maintenant. Si vous le voulez, tapez EFFACER : "
    case .deleteNowAnswer: "EFFACER"
    case .notDeleted: "rien n’a été effacé"
    case .deleted: "le porte-documents est effacé, avec tout ce qu’il contenait"
    case .deletionAt(let time):
      """
      le porte-documents sera effacé le \(time) ; d’ici là, `pde delete --cancel` permet de le \
      garder
      """
    case .deletionInThePast: "cette heure est déjà passée ; --now efface tout de suite"
    case .deletionCancelled: "le porte-documents ne sera pas effacé"
    case .shareCode(let code): "code : \(code)"
    case .shareRevocation(let code): "code pour arrêter le partage : \(code)"
    case .shareUntil(let time): "valable jusqu’au \(time)"
    case .grantLine(let line) where line.isOver:
      """
      \(line.id)  terminé  \(line.until)  ouvert \(line.opened) fois sur \(line.openings)  \
      \(line.purpose)
      """
    case .grantLine(let line):
      """
      \(line.id)  jusqu’au \(line.until)  ouvert \(line.opened) fois sur \(line.openings)  \
      \(line.purpose)
      """
    case .unreachable:
      "le serveur ne répond pas, ou sa réponse n’est pas complète ou arrive trop tard"
    case .unreachableHint: "vérifiez l’adresse du serveur (--server), puis réessayez"
    case .tooManyTries(let seconds) where seconds < 2:
      "trop d’essais ou trop d’envois : revenez dans \(seconds) seconde"
    case .tooManyTries(let seconds):
      "trop d’essais ou trop d’envois : revenez dans \(seconds) secondes"
    case .tooManyTriesMinutes(let minutes):
      "trop d’essais ou trop d’envois : revenez dans \(minutes) minutes"
    case .tooManyTriesHours(let hours):
      "trop d’essais ou trop d’envois : revenez dans \(hours) heures"
    case .tooManyTriesForDays:
      "le serveur dit de revenir dans plus d’un jour : demandez à ceux qui s’en occupent"
    case .unavailable: "le serveur n’a pas de place pour le moment, ou doute de son horloge"
    case .unavailableHint:
      "réessayez plus tard ; ouvrir et arrêter un partage restent possibles"
    case .tooLargeOnTheWay: "quelque chose entre ici et le serveur refuse un envoi de cette taille"
    case .tooLargeOnTheWayHint:
      "dites-le à ceux qui s’occupent du serveur : son proxy doit laisser passer 2 Mo"
    case .clockDiffers(let here, let there):
      """
      attention : l’horloge d’ici dit \(here), celle du serveur \(there) ; c’est celle du serveur \
      qui compte
      """
    case .noSuchWallet:
      "ces mots sont faux, ou ce porte-documents n’existe pas"
    case .noSuchWalletHint:
      """
      vérifiez chaque mot et le pseudonyme ; un porte-documents verrouillé donne la même \
      réponse
      """
    case .wrongWords: "ces mots n’ouvrent pas ce fichier, ou son début a été modifié"
    case .wrongWordsHint:
      "un fichier protégé a ses propres mots : ce ne sont pas ceux de votre porte-documents"
    case .notFound:
      "ce document ou ce partage n’existe pas, le partage est terminé, ou le code est faux"
    case .epochsNotPinned: "les clés du serveur ne sont pas celles de votre --pin"
    case .notTheServerHint:
      "ce n’est peut-être pas votre serveur ; il n’a rien appris de vos mots"
    case .nonsense: "la réponse du serveur n’a pas de sens"
    case .serverRefused(let problem):
      "le serveur a refusé ou a eu une panne (numéro \(problem.status))"
    case .changedElsewhere: "le porte-documents a été changé ailleurs au même moment"
    case .changedElsewhereHint: "rouvrez-le pour voir ce qu’il contient ; rien n’est perdu"
    case .walletFull: "le porte-documents est plein"
    case .walletFullHint: "effacez d’abord un document pour toujours : pde remove --now"
    case .damaged(let damage): Message.french(damage)
    case .damagedHint:
      """
      quelqu’un ou quelque chose a changé ce qui est gardé ; si vous voyez un numéro de \
      contrôle, comparez-le avec le vôtre
      """
    case .outOfMemory: "cet ordinateur n’a pas assez de mémoire libre : il faut 64 Mio"
    case .invalid(let input): Message.french(input)
    case .unknownWord(let position, let nearest) where nearest.isEmpty:
      "le mot \(position) n’est dans aucune liste"
    case .unknownWord(let position, let nearest):
      """
      le mot \(position) n’est dans aucune liste ; mots qui lui ressemblent : \
      \(nearest.joined(separator: ", "))
      """
    case .unknownWordHint: "rien n’a été envoyé ; corrigez le mot, puis réessayez"
    case .noTerminal:
      "impossible de vous demander vos mots ici : il n’y a pas de terminal"
    case .noTerminalHint:
      "écrivez vos mots dans un fichier et mettez le nom du fichier dans PDE_PHRASE_FILE"
    case .phraseFileUnreadable: "le fichier indiqué dans PDE_PHRASE_FILE ne peut pas être lu"
    case .pseudonymFileUnreadable:
      "le fichier indiqué dans PDE_PSEUDONYM_FILE ne peut pas être lu"
    case .pseudonymVariable: "PDE_PSEUDONYM n’est plus utilisé : d’autres peuvent le lire"
    case .pseudonymVariableHint:
      """
      écrivez le pseudonyme dans un fichier et mettez le nom du fichier dans \
      PDE_PSEUDONYM_FILE, ou tapez-le avec --pseudonym
      """
    case .secretFileOpenToOthers: "d’autres personnes peuvent lire ce fichier secret"
    case .secretFileHint: "tapez : chmod 600 suivi du nom du fichier, puis réessayez"
    case .fileUnreadable: "un fichier ne peut pas être lu"
    case .fileIsNoFile: "c’est un répertoire ou un appareil ; il faut un fichier"
    case .fileEmpty: "un document vide ne peut pas être ajouté"
    case .fileTooLarge: "un document a au plus 25 000 000 octets (25 Mo)"
    case .fileChanged: "un fichier a changé pendant la lecture ; rien n’en a été ajouté"
    case .fileChangedHint: "attendez que le fichier soit fini, puis ajoutez-le de nouveau"
    case .fileExists: "il y a déjà un fichier de ce nom ; rien n’a été remplacé"
    case .fileExistsHint:
      "choisissez un autre nom ou un autre endroit avec --output, --qr ou --sheet"
    case .openedButNotWritten: "l’ouverture a été comptée, mais rien n’a été enregistré"
    case .fileUnwritable: "impossible d’enregistrer un fichier ici"
    case .diskFull:
      "le disque de cet ordinateur est plein ; rien n’est resté à moitié enregistré"
    case .folderMissing: "le répertoire donné avec --output ne peut pas être utilisé"
    case .titleNeedsOneFile: "--title va avec un seul fichier"
    case .badIdentifier:
      "le numéro d’un document ou d’un partage a 32 signes : 0 à 9 et a à f"
    case .badDate: "une date s’écrit AAAA-MM-JJ, par exemple 2026-03-01"
    case .badTime: "une date avec l’heure s’écrit ainsi : 2026-03-01T15:00:00Z"
    case .badDuration: "une durée s’écrit 90m (minutes), 24h (heures) ou 7d (jours)"
    case .untilAndFor: "donnez --until ou --for, pas les deux"
    case .badOpenings: "--openings va de 1 à 10 000"
    case .badPin: "un --pin a 64 signes : 0 à 9 et a à f"
    case .badServer: "l’adresse d’un serveur s’écrit http://nom:port ou https://nom"
    case .badQRName: "le nom du fichier d’un code QR finit par .svg ou .png"
    case .badSheetName: "le nom du fichier d’une feuille à imprimer finit par .html"
    case .badSheetLanguages:
      "--sheet-language va avec --sheet, une ou deux fois, chaque langue une seule fois"
    case .noLink: "il manque le lien : c’est la première ligne que pde lit"
    case .noCode: "il manque le code : c’est la deuxième ligne que pde lit"
    }
  }

  static let frenchMonths = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
  ]

  static func french(_ damage: Damage) -> String {
    switch damage {
    case .slots: CredentialMessage.slotsUnknown.text(in: .french)
    case .slotRecord:
      "données abîmées : ce que vos mots ouvrent n’a pas la bonne forme"
    case .epochList:
      "données abîmées : le serveur a d’autres clés que celles que ce porte-documents connaît"
    case .generation:
      "données abîmées : deux parties du porte-documents ne vont pas ensemble"
    case .rolledBack:
      """
      données abîmées : le serveur donne un état plus ancien du porte-documents ; il manque \
      des changements
      """
    case .chain(let seq):
      "données abîmées : le changement \(seq) n’est pas la suite de celui d’avant"
    case .entry(let seq):
      "données abîmées : le changement \(seq) n’a pas la bonne forme, ou n’est pas possible"
    case .head:
      "données abîmées : la liste des changements ne finit pas là où le serveur l’indique"
    case .block: "données abîmées : un morceau manque ou a été changé"
    case .content: "données abîmées : le contenu d’un morceau n’a pas la bonne forme"
    case .export: "données abîmées : ce fichier a été coupé ou modifié, ou assemblé de plusieurs"
    case .grant: "données abîmées : ce partage n’a pas la bonne forme"
    }
  }

  static func french(_ input: InvalidInput) -> String {
    switch input {
    case .unknownWord(let position): "le mot \(position + 1) n’est dans aucune liste"
    case .wordCount(let count):
      "il faut de cinq à sept mots ; vous en avez donné \(count)"
    case .fileWordCount(let count): "un fichier protégé a sept mots ; vous en avez donné \(count)"
    case .localFile: "ce n’est pas un fichier de porte-documents"
    case .anotherWallet: "ce fichier va avec un autre porte-documents (--other-wallet)"
    case .archive: "une archive prend au plus 65 535 fichiers et 4 Gio"
    case .exportFile: "ce n’est pas un fichier protégé"
    case .pseudonym:
      """
      ce pseudonyme ne peut pas être utilisé : il est vide, trop long, ou a un signe qui \
      n’est pas permis
      """
    case .pseudonymIsAWord:
      "un pseudonyme ne peut pas être un des mots de nos listes"
    case .documentTooLarge: "un document a au plus 25 000 000 octets (25 Mo)"
    case .textTooLong(let maxBytes):
      "ce texte est trop long : au plus \(maxBytes) octets (une lettre en prend de 1 à 4)"
    case .textHasControls:
      "un texte ne peut pas avoir de retour à la ligne ni de signe qui ne se voit pas"
    case .textEmpty: "un texte ne peut pas être vide ici"
    case .date: "ce jour n’existe pas"
    case .maskedKinds: "une liste de genres à cacher a 24 genres au plus, chacun une fois"
    case .thumbnail: "la vignette est vide ou trop grande"
    case .card: CredentialMessage.badCard.text(in: .french)
    case .cardCode: CredentialMessage.badCardCode.text(in: .french)
    case .wait: CredentialMessage.badWait.text(in: .french)
    case .lockEnd: CredentialMessage.badLockEnd.text(in: .french)
    case .link: "ce n’est pas le lien d’un partage, ou un signe du lien est faux"
    case .code: "un code a de 4 à 6 chiffres"
    case .expiry: "la fin doit être plus tard que maintenant, et dans 30 jours au plus"
    case .openings: "un partage peut être ouvert de 1 à 10 000 fois"
    case .grantOpenings(let most):
      "des documents de cette taille peuvent être ouverts au plus \(most) fois"
    case .grantSize: "un partage prend de 1 à 512 documents, au plus 256 Mio en tout"
    }
  }
}
