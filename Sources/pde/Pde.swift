import ArgumentParser
import CLinux

#if canImport(Glibc)
  import Glibc
#endif

/// The holder's and the reader's side, from the command line.
@main
struct Pde: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pde",
    abstract: "An encrypted wallet of documents, some of which you share for a time.",
    discussion: """
      Your words are asked on the terminal, or are the first line of the file that \
      PDE_PHRASE_FILE names; a pseudonym is asked for with --pseudonym, or is the first line of \
      the file that PDE_PSEUDONYM_FILE names. Nothing secret is taken as an argument.

      Exit codes: 0 done; 2 wrong words or no such wallet; 3 no such document or share, \
      expired, stopped or used up; 4 the server can't be reached or answers nonsense; \
      5 damage or tampering found; 64 usage; 65 input refused; 74 this machine's disk; \
      75 too many tries.
      """,
    subcommands: [
      Create.self, Add.self, Note.self, List.self, Get.self, Describe.self, Remove.self,
      Removed.self, Restore.self, Mask.self,
      Unmask.self, Share.self, Shares.self, Revoke.self, Open.self, Lock.self, CardCommand.self,
      RecoveryCommand.self, Recover.self, ChangeCommand.self, Copy.self, Export.self, Import.self,
      Delete.self, Local.self, CustodyCommand.self, VerifySite.self, RunKiosk.self,
    ])

  static func main() async {
    // In memory are phrases and documents.
    _ = linux_forbid_dumps()
    // A reader that closed the pipe is an error of writing, not a death.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      StandardError.report(failure)
      Glibc.exit(failure.exitCode)
    } catch {
      exit(withError: error)
    }
  }
}
