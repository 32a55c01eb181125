import Dispatch
import GRDB
import NIOPosix
import Synchronization

/// What one change does to files, beside its rows.
struct FileChanges {
  fileprivate let files: BlockFiles
  /// Files that removals of this batch have yet to reach.
  fileprivate let leaving: Set<FileName>
  fileprivate var placed: [FileName] = []
  fileprivate var removed: [FileName] = []
  /// Whether what the change deletes must be nowhere once it is answered, the log neither.
  var forgets = false

  /// Says which names a change will place or compare; comes before it does.
  func require(_ names: [FileName]) throws {
    // A removal of this batch comes after the commit and would take a new file.
    if !leaving.isDisjoint(with: names) { throw Committer.Postponed() }
  }

  /// Gives a durable block its name, before the rows that speak of it are committed.
  mutating func place(_ staged: StagedBlock, as name: FileName) throws {
    try files.place(staged, as: name)
    placed.append(name)
  }

  /// Removes a file, after the rows that spoke of it are gone.
  mutating func remove(_ name: FileName) {
    removed.append(name)
  }

  func isSame(_ staged: StagedBlock, as name: FileName) throws -> Bool {
    try files.isSame(staged, as: name)
  }
}

/// Writes to one database and its files: the changes of all connections that wait at
/// the same moment become one transaction, with one sync of the log between them.
///
/// Each change is a savepoint: it happens whole or not at all, whatever the others do.
/// The order, for a crash at any moment: files are durable and have their names; their
/// folders are synced; the rows are committed; then whoever waits is answered. Removing
/// goes the other way: the rows are gone for good before the bytes go. Where a change forgets, the
/// log is emptied then, once for all of the batch, since it has the rows as they were.
final class Committer: Sendable {
  /// A change that has to wait for the next batch.
  struct Postponed: Error {}

  private final class Job: Sendable {
    let change: @Sendable (Database, inout FileChanges) throws -> Void
    let finish: @Sendable ((any Error)?) -> Void

    init(
      change: @escaping @Sendable (Database, inout FileChanges) throws -> Void,
      finish: @escaping @Sendable ((any Error)?) -> Void
    ) {
      self.change = change
      self.finish = finish
    }
  }

  private struct Waiting {
    var jobs: [Job] = []
    var isRunning = false
  }

  let pool: DatabasePool
  let files: BlockFiles
  private let threads: NIOThreadPool
  private let queue: DispatchQueue
  private let waiting = Mutex(Waiting())
  private let batches = Atomic<UInt64>(0)

  init(pool: DatabasePool, files: BlockFiles, threads: NIOThreadPool, name: String) {
    self.pool = pool
    self.files = files
    self.threads = threads
    queue = DispatchQueue(label: name)
  }

  /// Runs `change` in a transaction, and returns once it is durable.
  ///
  /// - Throws: what `change` throws, and then nothing of it remains; or the database's
  ///   error if the transaction could not be committed.
  func write<R: Sendable>(
    _ change: @escaping @Sendable (Database, inout FileChanges) throws -> R
  ) async throws -> R {
    let result = Mutex<R?>(nil)
    return try await withCheckedThrowingContinuation { continuation in
      enqueue(
        Job(
          change: { database, changes in
            let value = try change(database, &changes)
            result.withLock { $0 = value }
          },
          finish: { error in
            if let error {
              continuation.resume(throwing: error)
            } else if let value = result.withLock({ $0 }) {
              continuation.resume(returning: value)
            }
          }))
    }
  }

  /// Reads in one transaction, on the thread of the caller.
  ///
  /// Rows are small and mostly in memory: changing threads twice costs more than the
  /// reading, and in WAL mode no reader ever waits for the writer.
  func read<R>(_ body: (Database) throws -> R) throws -> R {
    try pool.read(body)
  }

  /// Reads by statements that need not be of one moment, without a transaction around
  /// them.
  func readEach<R>(_ body: (Database) throws -> R) throws -> R {
    try pool.unsafeRead(body)
  }

  /// The number of batches whose outcome may be known to anybody: what was read since it
  /// last rose is still so.
  var generation: UInt64 { batches.load(ordering: .acquiring) }

  private func enqueue(_ job: Job) {
    let starts = waiting.withLock { waiting in
      waiting.jobs.append(job)
      defer { waiting.isRunning = true }
      return !waiting.isRunning
    }
    if starts { queue.async { self.drain() } }
  }

  private func drain() {
    while true {
      let batch = waiting.withLock { waiting -> [Job] in
        defer { waiting.jobs = [] }
        if waiting.jobs.isEmpty { waiting.isRunning = false }
        return waiting.jobs
      }
      if batch.isEmpty { return }
      commit(batch)
    }
  }

  // MARK: One batch

  private struct Outcome {
    var job: Job
    var removed: [FileName] = []
    var forgets = false
    var error: (any Error)?
  }

  private func commit(_ batch: [Job]) {
    var outcomes: [Outcome] = []
    var placed: [FileName] = []
    var postponed: [Job] = []
    do {
      try pool.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) {
          var leaving: Set<FileName> = []
          for job in batch {
            var changes = FileChanges(files: files, leaving: leaving)
            do {
              try database.change { try job.change(database, &changes) }
              placed += changes.placed
              leaving.formUnion(changes.removed)
              outcomes.append(Outcome(job: job, removed: changes.removed, forgets: changes.forgets))
            } catch is Postponed {
              postponed.append(job)
            } catch {
              discard(changes.placed)
              outcomes.append(Outcome(job: job, error: error))
            }
          }
          try syncFolders(of: placed)
          return .commit
        }
      }
      batches.add(1, ordering: .releasing)
    } catch {
      batches.add(1, ordering: .releasing)
      discard(placed)
      for job in batch { job.finish(error) }
      return
    }
    let forgetting = outcomes.filter(\.forgets)
    for outcome in outcomes where !outcome.forgets && outcome.removed.isEmpty {
      outcome.job.finish(outcome.error)
    }
    for outcome in outcomes where !outcome.forgets && !outcome.removed.isEmpty {
      outcome.job.finish(remove(outcome.removed))
    }
    if !forgetting.isEmpty {
      let errors = forgetting.map { remove($0.removed) }
      Schema.checkpoint(pool)
      for (outcome, error) in zip(forgetting, errors) { outcome.job.finish(error) }
    }
    for job in postponed { enqueue(job) }
  }

  /// Takes back names that were given for rows that will not be.
  private func discard(_ names: [FileName]) {
    // What can't be removed is an orphan, which the next start collects.
    for name in names { try? files.remove(name) }
  }

  private func remove(_ names: [FileName]) -> (any Error)? {
    do {
      for name in names { try files.remove(name) }
      try syncFolders(of: names)
      return nil
    } catch {
      return error
    }
  }

  /// How many folders are synced side by side: the disk takes some flushes in the time of
  /// one, and every thread that is woken costs as well.
  private static let syncers = 4

  /// Syncs each folder of these files once.
  private func syncFolders(of names: [FileName]) throws {
    let folders = Array(Set(names.map(BlockFiles.folderIndex)))
    if folders.count <= 1 {
      for folder in folders { try files.syncFolder(folder) }
      return
    }
    let group = DispatchGroup()
    let failure = Mutex<(any Error)?>(nil)
    for first in 0..<min(Self.syncers, folders.count) {
      group.enter()
      threads.submit { _ in
        do {
          for index in stride(from: first, to: folders.count, by: Self.syncers) {
            try self.files.syncFolder(folders[index])
          }
        } catch {
          failure.withLock { $0 = error }
        }
        group.leave()
      }
    }
    group.wait()
    if let error = failure.withLock({ $0 }) { throw error }
  }
}

extension Database {
  /// Runs statements that all happen or none, inside a transaction.
  fileprivate func change(_ body: () throws -> Void) throws {
    try run("SAVEPOINT change")
    do {
      try body()
    } catch {
      try run("ROLLBACK TO change")
      try run("RELEASE change")
      throw error
    }
    try run("RELEASE change")
  }
}
