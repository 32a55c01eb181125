// swift-tools-version: 6.2
import PackageDescription

/// Settings of every module (Specs/decisions/0001-settings.md).
let common: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The modules that also compile with Embedded Swift to WebAssembly: an untyped
/// `throws` and a C call that is not marked `unsafe` fail the ordinary build.
let portable: [SwiftSetting] =
  common + [
    // Not in the modules that use Glibc: which Clang module its structs are said to come from
    // changes with what is compiled together, and the same source builds one time only.
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatWarning("EmbeddedRestrictions", as: .error),
    .treatWarning("StrictMemorySafety", as: .error),
  ]

/// The tests of a module see what is internal in it, in what is shipped: everything is built once,
/// optimised (Specs/decisions/0029-built-once.md).
let testable = SwiftSetting.unsafeFlags(["-enable-testing"], .when(configuration: .release))

/// What only tests run is not worth the optimiser's time.
let forTests = common + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

let package = Package(
  name: "porte-documents",
  products: [
    .executable(name: "pde", targets: ["pde"]),
    .executable(name: "pde-server", targets: ["pde-server"]),
  ],
  dependencies: [
    // Without its traits: reading its settings from files, and what it has over Foundation.
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
  ],
  targets: [
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(
      name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    .target(
      name: "Sodium", dependencies: ["CSodium"],
      // Lifetimes: for the two properties of Spans.swift that lend an array's bytes.
      // A section for each function, none of them kept for its being public: the linker
      // drops what a product never calls, so that the released pde-server imports nothing
      // of libsodium that decrypts.
      swiftSettings: portable + [
        .enableExperimentalFeature("Lifetimes"),
        .unsafeFlags(
          ["-Xfrontend", "-function-sections", "-Xfrontend", "-internalize-at-link"],
          .when(configuration: .release)),
      ]),
    .target(
      name: "Wire", dependencies: ["Sodium"],
      // Lifetimes: for the reader that borrows what it reads.
      swiftSettings: portable + [.enableExperimentalFeature("Lifetimes")]),
    // The sites' lists of hashes and headers: for the server, verify-site and the kiosk.
    .target(
      name: "Site",
      dependencies: [
        "Sodium", .product(name: "HTTPTypes", package: "swift-http-types"),
      ],
      swiftSettings: common + [testable]),
    .target(
      name: "Vault", dependencies: ["Sodium", "Wire"], swiftSettings: portable + [testable]),
    .target(
      name: "Share", dependencies: ["Sodium", "Wire", "Vault", "CQREncode"],
      swiftSettings: portable),
    // HTTP of who asks: the client and the kiosk.
    .target(name: "Transport", dependencies: ["CCurl"], swiftSettings: common),
    .target(
      name: "Client",
      dependencies: [
        "Sodium", "Wire", "Vault", "Share", "Site", "Transport", "CZlib",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ], swiftSettings: common),
    // HTTP of who is asked: the service and the kiosk.
    .target(
      name: "Listener",
      dependencies: [
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: common + [testable]),
    .target(
      name: "Kiosk",
      dependencies: [
        "Listener", "Site", "Transport", "Wire",
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ], swiftSettings: common),
    .target(
      name: "BlindServer",
      dependencies: [
        "Sodium", "Wire", "CLinux", "Listener", "Site",
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: common + [testable]),
    .executableTarget(
      name: "pde",
      dependencies: [
        "Client", "Vault", "Share", "Wire", "Sodium", "Site", "Kiosk", "CLinux",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: common),
    .executableTarget(
      name: "pde-server",
      dependencies: [
        "BlindServer", "CLinux", "Site", "Wire",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ], swiftSettings: common,
      // lld: gold drops the unused code, but keeps what it would have imported.
      linkerSettings: [
        .unsafeFlags(["-use-ld=lld"], .when(platforms: [.linux], configuration: .release))
      ]),

    .testTarget(
      name: "BlindServerTests",
      dependencies: [
        "BlindServer", "Listener", "Sodium", "Transport", "Wire", "Site",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ], swiftSettings: forTests),

    .testTarget(
      name: "VaultTests", dependencies: ["Vault", "Wire", "Sodium"], swiftSettings: forTests),
    .testTarget(
      name: "ShareTests", dependencies: ["Share", "Vault", "Wire", "Sodium"],
      swiftSettings: forTests),
    .testTarget(
      name: "WireTests", dependencies: ["Wire", "Sodium"], swiftSettings: forTests),

    // The vectors of Specs/Vectors: what runs them, natively and in WebAssembly, what makes
    // them, and the native test.
    .target(
      name: "VectorRunner", dependencies: ["CSodium", "Sodium", "Wire", "Vault", "Share"],
      path: "Tests/VectorRunner", exclude: ["Wasm", "run.mjs"], swiftSettings: portable),
    .target(
      name: "VectorMaker", dependencies: ["VectorRunner", "Sodium", "Wire", "Vault"],
      path: "Tests/VectorMaker", swiftSettings: forTests),
    .executableTarget(
      name: "vector-gen", dependencies: ["VectorMaker"], path: "Tests/vector-gen",
      swiftSettings: forTests),
    .testTarget(
      name: "VectorTests", dependencies: ["VectorRunner", "VectorMaker", "Sodium"],
      path: "Tests/VectorTests", swiftSettings: forTests),
    // The benchmarks: what they measure natively and in WebAssembly, and the program that
    // measures natively. Tests/Bench/run runs all.
    .target(
      name: "BenchCore", dependencies: ["Sodium", "Wire", "Vault"], path: "Tests/Bench/Core",
      swiftSettings: portable),
    .executableTarget(
      name: "pde-bench", dependencies: ["BenchCore", "Client", "Share", "Vault", "Wire", "Sodium"],
      path: "Tests/Bench/pde-bench", swiftSettings: common),
  ]
)
