extension Paper {
  /// Sources/WebApp/site/holder/sheets/sheets.css, behind the sheet's.
  static let style =
    Sheet.style + #"""
      /* The papers that a holder keeps or confides: card, recovery share, stub. They are pages of
         sheet.css; `pde` puts both files' rules into what it writes. */
      .sheet-middle { flex: 1; display: flex; align-items: center; justify-content: center; }
      /* Front and back beside each other, each of the size of a bank card, folded between them; the
         line to cut along stays outside. */
      .sheet-card { display: flex; width: 171.2mm; height: 54mm; outline: 0.3mm dashed #000; }
      .sheet-card > div { flex: none; box-sizing: border-box; width: 85.6mm; height: 54mm; display: flex; align-items: center; }
      .sheet-card-front { gap: 2mm; padding: 3mm; }
      .sheet-card-back { flex-direction: column; justify-content: flex-end; padding: 4mm;
        border-inline-start: 0.2mm dotted #888; font-size: 7.5pt; text-align: center; }
      .sheet .sheet-card-back p { margin: 0; }
      .sheet-card-code { flex: none; width: 47mm; height: 47mm; }
      .sheet-card-code svg, .sheet-share-code svg { display: block; width: 100%; height: 100%; }
      .sheet-card-text { font: bold 10.5pt/1.5 "DejaVu Sans Mono", "Liberation Mono", Consolas, "Courier New",
        monospace; }
      .sheet-share-code { width: 84mm; height: 84mm; margin: 6mm auto; }
      .sheet-share-how { font-size: 12pt; }
      .sheet-share-text { border: 0.4mm solid #000; padding: 4mm 4mm 4mm 18mm; }
      .sheet .sheet-share-text p { margin: 0; font: bold 14.5pt/1.7 "DejaVu Sans Mono", "Liberation Mono",
        Consolas, "Courier New", monospace; white-space: pre; }
      .sheet-talon { border-block-end: 0.4mm dashed #000; padding-block-end: 6mm; }
      .sheet-talon h2 { font-size: 12pt; }
      .sheet-talon .sheet-columns { margin-block-start: 3mm; }

      """#
}
