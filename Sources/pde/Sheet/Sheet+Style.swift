extension Sheet {
  /// Sources/WebApp/site/common/sheet.css: the web app prints the same sheet
  /// (Tests/Web/test_sheet.py compares the two).
  static let style = #"""
    /* The printed sheet and its stub: one A4 page, black on white, legible after a fold and a bad
       copier. `pde share --sheet` puts these same rules into the file that it writes. */
    @page { size: A4; margin: 0; }
    .sheet { box-sizing: border-box; width: 210mm; height: 296mm; padding: 14mm 16mm 8mm;
      display: flex; flex-direction: column; overflow: hidden; background: #fff; color: #000;
      font: 11pt/1.35 "DejaVu Sans", "Liberation Sans", Arial, Helvetica, sans-serif;
      overflow-wrap: anywhere; }
    .sheet p, .sheet h1, .sheet h2 { margin: 0 0 2mm; }
    .sheet h1, .sheet .sheet-title { font-size: 18pt; line-height: 1.2; font-weight: bold; }
    .sheet-main { display: flex; gap: 8mm; align-items: flex-start; margin-block: 4mm; }
    /* The code and its light border; the modules themselves are at least 48 mm wide. */
    .sheet-qr { flex: none; width: 62mm; height: 62mm; }
    .sheet-qr svg { display: block; width: 100%; height: 100%; }
    .sheet-facts > div + div { margin-block-start: 4mm; }
    .sheet-until { font-weight: bold; }
    .sheet-columns { display: flex; gap: 8mm; }
    .sheet-columns > div { flex: 1 1 0; min-width: 0; }
    .sheet-link { border: 0.4mm solid #000; padding: 3mm 4mm 1mm; margin-block: 3mm; }
    .sheet-link p, .sheet-stop { font: bold 15pt/1.3 "DejaVu Sans Mono", "Liberation Mono",
      Consolas, "Courier New", monospace; }
    .sheet-link .sheet-label, .sheet-stub .sheet-label { font: 9pt/1.3 "DejaVu Sans",
      "Liberation Sans", Arial, Helvetica, sans-serif; margin-block-end: 0; }
    .sheet-notice { font-size: 9.5pt; }
    .sheet-stub { margin-block-start: auto; border-block-start: 0.4mm dashed #000;
      padding-block-start: 5mm; font-size: 10pt; }
    .sheet-stub h2 { font-size: 11pt; }
    /* The web app's, which prints it out of another page. */
    .sheet-alone { display: none; }
    @media print {
      .sheet-printing body > :not(.sheet-alone) { display: none !important; }
      .sheet-printing .sheet-alone { display: flex; }
      html, body { margin: 0; padding: 0; background: #fff; }
      .sheet { break-after: page; break-inside: avoid; }
      .sheet:last-child { break-after: auto; }
    }

    """#
}
