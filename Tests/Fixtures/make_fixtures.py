#!/usr/bin/env python3
"""Writes the five files of this folder again. README.md says what they are.

    python3 -m venv /tmp/fixtures
    /tmp/fixtures/bin/pip install numpy==2.4.6 pillow==13.0.0 reportlab==5.1.0 piexif==1.1.3
    /tmp/fixtures/bin/python Tests/Fixtures/make_fixtures.py

Fonts: the Debian packages fonts-urw-base35 and fonts-dejavu-core. Seeds and dates are fixed: the
same versions write the same bytes. Nobody here exists, nor does the commune of Montrivière.
"""
import io
import os
import pathlib

import numpy as np
import piexif
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

HERE = pathlib.Path(__file__).resolve().parent
URW = "/usr/share/fonts/opentype/urw-base35/"
DEJAVU = "/usr/share/fonts/truetype/dejavu/"
FOOT = "SPÉCIMEN — document et personnes inventés, fait pour les tests d’un logiciel"


def font(name, size):
    return ImageFont.truetype(URW + name + ".otf", size)


def wrapped(draw, text, face, width):
    line = ""
    for word in text.split(" "):  # not at no-break spaces
        longer = f"{line} {word}".strip()
        if line and draw.textlength(longer, font=face) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def paragraph(draw, x, y, width, text, face, leading, fill=(30, 30, 34)):
    for line in wrapped(draw, text, face, width):
        draw.text((x, y), line, font=face, fill=fill)
        y += leading
    return y + leading // 2


def soft_noise(random, height, width, cell, sigma):
    """Noise that varies slowly: a small random picture, enlarged."""
    small = random.normal(0, sigma, (height // cell + 2, width // cell + 2)).astype(np.float32)
    image = Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(image)


def ink_stamp(random, size, draw_on, colour, angle):
    """A rubber stamp: what `draw_on` draws, unevenly inked and turned."""
    mask = Image.new("L", size, 0)
    draw_on(ImageDraw.Draw(mask))
    uneven = 0.72 + soft_noise(random, size[1], size[0], 14, 0.22)
    alpha = np.clip(np.asarray(mask, np.float32) * uneven, 0, 235).astype(np.uint8)
    stamp = Image.new("RGBA", size, colour + (0,))
    stamp.putalpha(Image.fromarray(alpha))
    return stamp.rotate(angle, Image.Resampling.BICUBIC, expand=True)


# attestation-photo.jpg


def attestation(random):
    """The paper, flat: A4 at about 254 dpi."""
    width, height = 2100, 2970
    paper = Image.new("RGB", (width, height), (246, 245, 241))
    draw = ImageDraw.Draw(paper)
    body, bold = font("NimbusSans-Regular", 37), font("NimbusSans-Bold", 37)
    small, title = font("NimbusSans-Regular", 28), font("NimbusSans-Bold", 54)
    left, inner = 200, 1700

    draw.rounded_rectangle((left, 150, left + 150, 300), 22, fill=(24, 88, 104))
    draw.arc((left + 30, 180, left + 120, 270), 200, 520, fill=(246, 245, 241), width=14)
    draw.text((left + 185, 158), "CPAS de Montrivière", font=title, fill=(24, 88, 104))
    draw.text((left + 185, 228), "Service social — accueil et premières demandes", font=small,
              fill=(70, 80, 84))
    draw.text((left + 185, 264), "Place du Lavoir 2 — 1299 Montrivière — 02 000 00 00", font=small,
              fill=(70, 80, 84))
    draw.line((left, 345, left + inner, 345), fill=(24, 88, 104), width=4)

    for index, line in enumerate(["Amal VANDENBOSSCHE-DIALLO", "sans adresse",
                                  "remis en mains propres"]):
        draw.text((1180, 430 + index * 50), line, font=bold if index == 0 else body,
                  fill=(30, 30, 34))
    draw.text((left, 640), "Montrivière, le 14 janvier 2026", font=body, fill=(30, 30, 34))
    draw.text((left, 700), "Nos références : SOC/2026/000417-AVD", font=body, fill=(30, 30, 34))
    draw.text((left, 760), "Dossier suivi par : Joris Lemmens-Okafor", font=body, fill=(30, 30, 34))
    draw.text((left, 880), "ACCUSÉ DE RÉCEPTION D’UNE DEMANDE", font=title, fill=(30, 30, 34))

    y = 990
    for text in [
        "Madame,",
        "Nous accusons réception de la demande que vous avez introduite ce mercredi 14 janvier 2026"
        " à 10\u00a0h\u00a025, à notre guichet. Elle est inscrite à sa date au registre des"
        " demandes sous le numéro 000417.",
        "Votre demande porte sur :",
    ]:
        y = paragraph(draw, left, y, inner, text, body, 54)
    for ticked, text in [
        (True, "une adresse de référence auprès du CPAS"),
        (True, "le revenu d’intégration"),
        (True, "une carte médicale"),
        (False, "une aide au logement (garantie locative)"),
    ]:
        draw.rectangle((left + 40, y + 4, left + 76, y + 40), outline=(30, 30, 34), width=3)
        if ticked:
            draw.line((left + 46, y + 20, left + 57, y + 36, left + 84, y - 8), fill=(28, 44, 130),
                      width=6, joint="curve")
        draw.text((left + 110, y), text, font=body, fill=(30, 30, 34))
        y += 62
    y += 24
    for text in [
        "Une assistante sociale vous recevra le mardi 20 janvier 2026 à 9\u00a0h\u00a015, bureau"
        " 1.07. Vous pouvez venir accompagnée de la personne de votre choix.",
        "Merci d’apporter, si vous les avez : un document d’identité même périmé, l’annexe remise"
        " par la commune, une preuve de soins en cours. L’absence d’un document n’empêche pas"
        " l’examen de votre demande.",
        "Une décision sera prise dans les trente jours de la réception de votre demande et vous"
        " sera notifiée par écrit, avec les voies de recours.",
        "Veuillez agréer, Madame, l’expression de nos salutations distinguées.",
    ]:
        y = paragraph(draw, left, y, inner, text, body, 54)

    draw.text((1230, y + 40), "Pour le service social,", font=body, fill=(30, 30, 34))
    draw.text((1250, y + 100), "J. Lemmens", font=font("Z003-MediumItalic", 110),
              fill=(28, 44, 130))
    draw.text((1230, y + 245), "Joris Lemmens-Okafor", font=body, fill=(30, 30, 34))

    def received(mask):
        mask.rounded_rectangle((8, 8, 612, 262), 24, outline=255, width=9)
        mask.text((60, 34), "REÇU AU GUICHET", font=font("NimbusSans-Bold", 52), fill=255)
        mask.text((132, 104), "14 JAN. 2026", font=font("NimbusMonoPS-Bold", 58), fill=255)
        mask.text((150, 186), "Montrivière — 3", font=font("NimbusSans-Regular", 42), fill=255)

    stamp = ink_stamp(random, (620, 270), received, (150, 34, 44), 7)
    paper.paste(stamp, (290, y + 20), stamp)

    draw.line((left, 2800, left + inner, 2800), fill=(150, 150, 150), width=2)
    draw.text((left, 2815), FOOT, font=small, fill=(110, 110, 110))
    draw.text((left + inner - 60, 2815), "1/1", font=small, fill=(110, 110, 110))

    # Folded in three, then in two, and carried for a while.
    pixels = np.asarray(paper, np.float32)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    shade = np.ones((height, width), np.float32)
    for fold, strength, axis in [(988, 0.075, rows), (1985, -0.06, rows), (1052, 0.035, columns)]:
        wobble = soft_noise(random, height, width, 300, 3.5)
        distance = axis + wobble - fold
        shade += strength * np.exp(-np.abs(distance) / 230) * np.sign(distance) * 0.6
        shade -= abs(strength) * 2.6 * np.exp(-(distance / 3.2) ** 2)
    shade += soft_noise(random, height, width, 380, 0.013)
    shade += random.normal(0, 0.006, (height, width)).astype(np.float32)
    stain = np.hypot(columns - 1750, rows - 560) - 150
    stain_shape = np.exp(-(stain / 7) ** 2) * 0.06 + (stain < 0) * 0.012
    colour = np.stack([np.ones_like(shade), 1 - stain_shape * 0.75, 1 - stain_shape * 1.7], -1)
    pixels = np.clip(pixels * shade[..., None] * colour, 0, 255)
    return Image.fromarray(pixels.astype(np.uint8))


def table_top(random, width, height):
    """A wooden table, its grain across the picture."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    bend = soft_noise(random, height, width, 900, 45)
    grain = np.sin((rows + bend) / 23 + 2.2 * np.sin((rows + bend) / 131)) * 0.05
    for cell, sigma in [(7, 0.07), (3, 0.06)]:
        strip = random.normal(0, sigma, (height // cell + 2, width // 260 + 2)).astype(np.float32)
        streaks = Image.fromarray(strip).resize((width, height), Image.Resampling.BICUBIC)
        grain = grain + np.asarray(streaks)
    for seam in (640, 1890, 3230):
        grain -= 0.55 * np.exp(-((rows + bend * 0.03 - seam) / 5) ** 2)
    return np.array([150, 106, 70], np.float32) * (1 + grain)[..., None]


def perspective(corners, width, height):
    """The coefficients with which Pillow carries a picture to these corners."""
    matrix, values = [], []
    for (x, y), (u, v) in zip(corners, [(0, 0), (width, 0), (width, height), (0, height)]):
        matrix += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.linalg.solve(np.array(matrix, float), np.array(values, float)).tolist()


def photo():
    random = np.random.default_rng(20260114)
    width, height = 3000, 4000
    paper = attestation(random)
    corners = [(372, 318), (2712, 214), (2868, 3702), (196, 3640)]
    coefficients = perspective(corners, *paper.size)
    where = Image.Transform.PERSPECTIVE
    sheet = paper.transform((width, height), where, coefficients, Image.Resampling.BICUBIC,
                            fillcolor=(215, 212, 204))
    mask = Image.new("L", paper.size, 255).transform((width, height), where, coefficients,
                                                     Image.Resampling.BILINEAR)
    alpha = np.asarray(mask.filter(ImageFilter.GaussianBlur(1.7)), np.float32)[..., None] / 255

    scene = table_top(random, width, height)
    shadow = Image.new("L", (width // 4, height // 4), 0)
    shadow.paste(mask.resize(shadow.size), (7, 10))
    shadow = shadow.filter(ImageFilter.GaussianBlur(8)).resize((width, height))
    scene *= 1 - 0.5 * np.asarray(shadow, np.float32)[..., None] / 255
    scene = scene * (1 - alpha) + np.asarray(sheet, np.float32) * alpha

    # A window at the upper left; the shadow of the telephone and of two hands at the lower right.
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    light = 1.1 - 0.42 * np.hypot(columns / width - 0.22, rows / height - 0.12) ** 1.3
    cast = Image.new("L", (width // 8, height // 8), 0)
    draw = ImageDraw.Draw(cast)
    draw.polygon([(235, 520), (300, 300), (375, 280), (375, 500), (200, 500)], fill=255)
    draw.rectangle((215, 330, 375, 500), fill=255)
    cast = cast.filter(ImageFilter.GaussianBlur(34))
    cast = cast.resize((width, height), Image.Resampling.BICUBIC)
    light *= 1 - 0.3 * np.asarray(cast, np.float32) / 255
    radius = np.hypot(columns / width - 0.5, (rows / height - 0.5) * 1.2)
    light *= 1 - 0.22 * radius**2.4
    warm = np.stack([light * 1.0, light * 0.965, light * (0.87 + 0.05 * (1 - rows / height))], -1)
    scene *= warm * 0.93

    # The lens, then the sensor.
    blurred = Image.fromarray(np.clip(scene, 0, 255).astype(np.uint8))
    scene = np.asarray(blurred.filter(ImageFilter.GaussianBlur(0.9)), np.float32)
    luma = random.normal(0, 1, (height, width, 1)).astype(np.float32)
    chroma = random.normal(0, 1, (height // 2, width // 2, 3)).astype(np.float32)
    chroma = chroma.repeat(2, axis=0).repeat(2, axis=1)
    scene += (luma * 3.0 + chroma * 1.7) * (1.15 - scene.mean(-1, keepdims=True) / 420)
    upright = Image.fromarray(np.clip(scene, 0, 255).astype(np.uint8))
    upright = upright.filter(ImageFilter.UnsharpMask(1.4, 60, 2))

    thumbnail = upright.resize((120, 160), Image.Resampling.LANCZOS)
    small = io.BytesIO()
    thumbnail.transpose(Image.Transpose.ROTATE_90).save(small, "JPEG", quality=80)
    when = "2026:01:14 11:02:37"

    def degrees(value):
        seconds = round(value * 3600)
        return (seconds // 3600, 1), (seconds // 60 % 60, 1), (seconds % 60, 1)

    exif = piexif.dump({
        "0th": {
            piexif.ImageIFD.Make: "Lampyre", piexif.ImageIFD.Model: "Lampyre L5",
            piexif.ImageIFD.Orientation: 6, piexif.ImageIFD.DateTime: when,
            piexif.ImageIFD.Software: "Lampyre Camera 4.2",
            piexif.ImageIFD.XResolution: (72, 1), piexif.ImageIFD.YResolution: (72, 1),
            piexif.ImageIFD.ResolutionUnit: 2,
        },
        "Exif": {
            piexif.ExifIFD.DateTimeOriginal: when, piexif.ExifIFD.DateTimeDigitized: when,
            piexif.ExifIFD.OffsetTimeOriginal: "+01:00", piexif.ExifIFD.ExifVersion: b"0232",
            piexif.ExifIFD.FNumber: (18, 10), piexif.ExifIFD.ExposureTime: (1, 50),
            piexif.ExifIFD.ISOSpeedRatings: 320, piexif.ExifIFD.FocalLength: (43, 10),
            piexif.ExifIFD.PixelXDimension: height, piexif.ExifIFD.PixelYDimension: width,
            piexif.ExifIFD.BodySerialNumber: "LP5-0000-SPECIMEN",
        },
        "GPS": {
            piexif.GPSIFD.GPSVersionID: (2, 3, 0, 0),
            piexif.GPSIFD.GPSLatitudeRef: "N", piexif.GPSIFD.GPSLatitude: degrees(50.85),
            piexif.GPSIFD.GPSLongitudeRef: "E", piexif.GPSIFD.GPSLongitude: degrees(4.35),
            piexif.GPSIFD.GPSAltitudeRef: 0, piexif.GPSIFD.GPSAltitude: (28, 1),
            piexif.GPSIFD.GPSDateStamp: "2026:01:14",
            piexif.GPSIFD.GPSTimeStamp: ((10, 1), (2, 1), (35, 1)),
        },
        "1st": {
            piexif.ImageIFD.Compression: 6, piexif.ImageIFD.Orientation: 6,
            piexif.ImageIFD.XResolution: (72, 1), piexif.ImageIFD.YResolution: (72, 1),
            piexif.ImageIFD.ResolutionUnit: 2,
        },
        "thumbnail": small.getvalue(),
    })
    # Orientation 6: the pixels lie on their left side, the viewer turns them clockwise.
    upright.transpose(Image.Transpose.ROTATE_90).save(
        HERE / "attestation-photo.jpg", "JPEG", quality=89, subsampling=2, exif=exif)


# notification-cpas.pdf

FR = [
    ("DÉCISION", None),
    ("Madame,", None),
    ("En sa séance du 9 février 2026, le comité spécial du service social a examiné la demande que"
     " vous avez introduite le 14 janvier 2026 et le rapport de l’enquête sociale. Il a décidé :",
     None),
    ("1. de vous accorder une adresse de référence auprès du CPAS, à partir du 14 janvier 2026 ;",
     "liste"),
    ("2. de vous accorder le revenu d’intégration, catégorie « personne isolée », à partir du"
     " 14 janvier 2026 ;", "liste"),
    ("3. de vous délivrer une carte médicale, valable du 10 février 2026 au 9 mai 2026.", "liste"),
    ("MOTIVATION", "titre"),
    ("Vous séjournez sur le territoire de la commune et n’y disposez pas d’un logement. Vous avez"
     " déclaré dormir chez des connaissances et, certaines nuits, dans un centre d’accueil. Le"
     " registre du centre confirme onze nuitées entre le 3 novembre 2025 et le 12 janvier 2026.",
     None),
    ("L’enquête sociale établit que vous ne disposez pas de ressources suffisantes et que vous avez"
     " fait valoir vos droits aux prestations sociales auxquelles vous pouviez prétendre. Vous"
     " suivez un cours de néerlandais et avez exprimé le souhait de reprendre une formation"
     " d’aide-cuisinière. Un projet individualisé sera établi avec vous dans les trois mois.",
     None),
    ("VOTRE COURRIER", "titre"),
    ("Votre courrier est gardé au guichet 3, du lundi au vendredi de 8 h 30 à 12 h. Pour conserver"
     " l’adresse de référence, présentez-vous au moins une fois par trimestre. Si vous ne pouvez"
     " pas venir, prévenez-nous : une absence annoncée n’entraîne aucune sanction.", None),
]
NL = [
    ("BESLISSING", None),
    ("Mevrouw,", None),
    ("In zitting van 9 februari 2026 heeft het bijzonder comité voor de sociale dienst uw aanvraag"
     " van 14 januari 2026 en het verslag van het sociaal onderzoek behandeld. Het heeft beslist:",
     None),
    ("1. u een referentieadres bij het OCMW toe te kennen, vanaf 14 januari 2026;", "liste"),
    ("2. u het leefloon toe te kennen, categorie ‘alleenstaande’, vanaf 14 januari 2026;", "liste"),
    ("3. u een medische kaart af te leveren, geldig van 10 februari 2026 tot 9 mei 2026.", "liste"),
    ("MOTIVERING", "titre"),
    ("U verblijft op het grondgebied van de gemeente en beschikt er niet over een woning. U hebt"
     " verklaard bij kennissen en op sommige nachten in een opvangcentrum te slapen. Het register"
     " van het centrum bevestigt elf overnachtingen tussen 3 november 2025 en 12 januari 2026.",
     None),
    ("Uit het sociaal onderzoek blijkt dat u niet over toereikende bestaansmiddelen beschikt en dat"
     " u uw rechten op sociale uitkeringen hebt laten gelden. U volgt een cursus Nederlands en"
     " wenst opnieuw een opleiding tot keukenhulp te volgen. Binnen drie maanden wordt samen met u"
     " een geïndividualiseerd project opgesteld.", None),
    ("UW POST", "titre"),
    ("Uw post wordt bewaard aan loket 3, van maandag tot vrijdag van 8.30 tot 12 uur. Om het"
     " referentieadres te behouden, meldt u zich minstens één keer per trimester aan. Kunt u niet"
     " komen, verwittig ons: een gemelde afwezigheid heeft geen gevolgen.", None),
]
APPEAL = [
    ("VOIES DE RECOURS / BEROEPSMOGELIJKHEDEN", "titre"),
    ("Si vous n’êtes pas d’accord avec cette décision, vous pouvez introduire un recours auprès du"
     " tribunal du travail, dans les trois mois de sa notification, par requête déposée au greffe"
     " ou envoyée par lettre recommandée. La procédure est gratuite. Vous pouvez être assistée par"
     " un avocat ou représentée par une organisation sociale ; l’aide juridique peut être"
     " gratuite.",
     None),
    ("Bent u het niet eens met deze beslissing, dan kunt u binnen drie maanden na de kennisgeving"
     " beroep instellen bij de arbeidsrechtbank, met een verzoekschrift dat ter griffie wordt"
     " neergelegd of aangetekend wordt verstuurd. De procedure is kosteloos. U kunt zich laten"
     " bijstaan door een advocaat of vertegenwoordigen door een sociale organisatie.", None),
    ("ÉTAT DES PAIEMENTS / OVERZICHT VAN DE BETALINGEN", "titre"),
]


def seal():
    """The stamp of the notification, as a picture of 150 dpi."""
    random = np.random.default_rng(209)

    def draw_on(mask):
        for inset, width in [(6, 9), (52, 4)]:
            mask.ellipse((inset, inset, 414 - inset, 414 - inset), outline=255, width=width)
        mask.text((207, 175), "CPAS  OCMW", font=font("NimbusSans-Bold", 42), fill=255, anchor="mm")
        mask.text((207, 228), "Montrivière", font=font("NimbusSans-Regular", 36), fill=255,
                  anchor="mm")
        mask.text((207, 275), "— 17 —", font=font("NimbusSans-Regular", 30), fill=255, anchor="mm")

    return ink_stamp(random, (420, 420), draw_on, (40, 58, 140), -9)


def notification():
    for name in ("Sans", "Sans-Bold", "Serif-Italic"):
        file = {"Serif-Italic": "DejaVuSerif"}.get(name, f"DejaVu{name}")
        pdfmetrics.registerFont(TTFont(name, f"{DEJAVU}{file}.ttf"))
    os.environ["SOURCE_DATE_EPOCH"] = "1770886800"  # 12 February 2026, 10:00 in Brussels
    canvas = Canvas(str(HERE / "notification-cpas.pdf"), pagesize=A4, invariant=1)
    canvas.setTitle("Notification de décision / Kennisgeving van beslissing (SPÉCIMEN)")
    canvas.setAuthor("Fait pour les tests")
    canvas.setSubject("Document inventé")
    left, top, inner = 25 * mm, 297 * mm, 160 * mm

    def head(page):
        canvas.setFillColorRGB(0.09, 0.35, 0.41)
        canvas.roundRect(left, top - 34 * mm, 14 * mm, 14 * mm, 2 * mm, stroke=0, fill=1)
        canvas.setFont("Sans-Bold", 14)
        canvas.drawString(left + 18 * mm, top - 25 * mm, "CPAS de Montrivière · OCMW Bergrivier")
        canvas.setFillGray(0.35)
        canvas.setFont("Sans", 8)
        canvas.drawString(left + 18 * mm, top - 30 * mm,
                          "Place du Lavoir 2 / Wasplein 2 · 1299 Montrivière / Bergrivier · "
                          "02 000 00 00 · social@cpas.example")
        canvas.line(left, top - 37 * mm, left + inner, top - 37 * mm)
        canvas.setFont("Sans", 6.5)
        canvas.drawString(left, 14 * mm, FOOT + " — VERZONNEN DOCUMENT")
        canvas.drawRightString(left + inner, 14 * mm, f"SOC/2026/000417-AVD   {page}/3")
        canvas.setFillGray(0.1)

    def write(blocks, y):
        for text, kind in blocks:
            bold = kind == "titre" or text in ("DÉCISION", "BESLISSING")
            face, size = ("Sans-Bold", 9.5) if bold else ("Sans", 9.5)
            indent = 8 * mm if kind == "liste" else 0
            for line in simpleSplit(text, face, size, inner - indent):
                canvas.setFont(face, size)
                canvas.drawString(left + indent, y, line)
                y -= 5.1 * mm
            y -= 2.6 * mm
        return y

    def address(lines, y):
        canvas.setFont("Sans", 9.5)
        for index, line in enumerate(lines):
            canvas.drawString(left + 86 * mm, y - index * 5 * mm, line)

    head(1)
    address(["Madame Amal VANDENBOSSCHE-DIALLO", "adresse de référence : CPAS",
             "Place du Lavoir 2", "1299 Montrivière"], top - 50 * mm)
    canvas.drawString(left, top - 78 * mm, "Montrivière, le 12 février 2026")
    canvas.setFont("Sans-Bold", 12)
    canvas.drawString(left, top - 90 * mm, "NOTIFICATION DE DÉCISION")
    write(FR, top - 102 * mm)
    canvas.showPage()

    head(2)
    address(["Mevrouw Amal VANDENBOSSCHE-DIALLO", "referentieadres: OCMW",
             "Wasplein 2", "1299 Bergrivier"], top - 50 * mm)
    canvas.drawString(left, top - 78 * mm, "Bergrivier, 12 februari 2026")
    canvas.setFont("Sans-Bold", 12)
    canvas.drawString(left, top - 90 * mm, "KENNISGEVING VAN BESLISSING")
    write(NL, top - 102 * mm)
    canvas.showPage()

    head(3)
    y = write(APPEAL, top - 50 * mm)
    rows = [("Période / Periode", "Objet / Onderwerp", "Date / Datum", "EUR"),
            ("14–31.01.2026", "Revenu d’intégration / Leefloon", "16.02.2026", "600,00"),
            ("02.2026", "Revenu d’intégration / Leefloon", "27.02.2026", "1 000,00"),
            ("02.2026", "Avance remise le 22.01 / Voorschot", "22.01.2026", "− 50,00")]
    for index, row in enumerate(rows):
        canvas.setFont("Sans-Bold" if index == 0 else "Sans", 8.5)
        for x, cell in zip((0, 36, 98, 132), row):
            canvas.drawString(left + x * mm + 2 * mm, y, cell)
        canvas.line(left, y - 2 * mm, left + inner, y - 2 * mm)
        y -= 7 * mm
    y -= 12 * mm
    canvas.setFont("Sans", 9.5)
    canvas.drawString(left, y, "La secrétaire générale / De secretaris-generaal")
    canvas.drawString(left + 95 * mm, y, "Le président / De voorzitter")
    canvas.setFont("Serif-Italic", 15)
    canvas.setFillColorRGB(0.12, 0.18, 0.5)
    canvas.drawString(left + 4 * mm, y - 16 * mm, "Ilse Wauters-Benali")
    canvas.drawString(left + 99 * mm, y - 16 * mm, "Th. Nkemelu")
    canvas.drawImage(ImageReader(seal()), left + 56 * mm, y - 34 * mm, 38 * mm, 38 * mm,
                     mask="auto")
    canvas.showPage()
    canvas.save()


# carte-sante-scan.png


def card_scan():
    random = np.random.default_rng(20260210)
    dpi = 180
    width, height = 1240, 900
    card = Image.new("RGB", (round(85.6 / 25.4 * dpi * 2), round(54 / 25.4 * dpi * 2)),
                     (233, 241, 238))
    w, h = card.size
    draw = ImageDraw.Draw(card)
    for index in range(60):  # a background of fine waves
        points = [(x, index * 24 - 300 + 46 * np.sin(x / 118 + index / 3.1))
                  for x in range(0, w, 8)]
        draw.line(points, fill=(214, 229, 224), width=3)
    draw.rectangle((0, 0, w, 128), fill=(24, 88, 104))
    bold, body = font("NimbusSans-Bold", 50), font("NimbusSans-Regular", 34)
    draw.text((44, 20), "CARTE MÉDICALE", font=bold, fill="white")
    draw.text((44, 74), "MEDISCHE KAART", font=font("NimbusSans-Regular", 42), fill="white")
    draw.text((w - 44, 64), "CPAS · OCMW\nMontrivière", font=body, fill="white", anchor="rm",
              align="right")
    draw.rounded_rectangle((48, 176, 288, 476), 12, fill=(190, 201, 198))
    draw.ellipse((112, 220, 224, 346), fill=(150, 164, 161))
    draw.pieslice((72, 350, 264, 600), 180, 360, fill=(150, 164, 161))
    rows = [("Nom / Naam", "VANDENBOSSCHE-DIALLO"), ("Prénom / Voornaam", "Amal"),
            ("Né(e) le / Geboren op", "03.03.1991"),
            ("Valable / Geldig", "10.02.2026 – 09.05.2026"),
            ("Médecin / Arts", "Dr F. Haddad-Peeters"),
            ("N° / Nr.", "MK 0000 0417 00")]
    for index, (label, value) in enumerate(rows):
        draw.text((330, 166 + index * 74), label, font=font("NimbusSans-Regular", 24),
                  fill=(70, 88, 86))
        draw.text((330, 192 + index * 74), value, font=font("NimbusMonoPS-Bold", 38),
                  fill=(24, 28, 30))
    x = 48
    while x < 288:
        bar = int(random.integers(2, 8))
        draw.rectangle((x, 510, x + bar, 600), fill=(24, 28, 30))
        x += bar + int(random.integers(3, 9))
    draw.text((48, h - 58), "SPÉCIMEN — carte et personne inventées / verzonnen",
              fill=(96, 110, 108), font=font("NimbusSans-Regular", 24))

    corner = Image.new("L", card.size, 0)
    ImageDraw.Draw(corner).rounded_rectangle((0, 0, w - 1, h - 1), 44, fill=255)
    half = (w // 2, h // 2)
    card, corner = (one.resize(half, Image.Resampling.LANCZOS) for one in (card, corner))
    card = card.rotate(-1.7, Image.Resampling.BICUBIC, expand=True)
    corner = corner.rotate(-1.7, Image.Resampling.BICUBIC, expand=True)
    lid = Image.new("RGB", (width, height), (243, 243, 240))
    place = (318, 226)
    shadow = Image.new("L", (width, height), 0)
    shadow.paste(corner, (place[0] + 5, place[1] + 6))
    shadow = shadow.filter(ImageFilter.GaussianBlur(5)).point(lambda value: value * 0.5)
    lid.paste((90, 90, 88), (0, 0), shadow)
    lid.paste(card, place, corner)

    pixels = np.asarray(lid, np.float32).copy()
    rows_, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    edge = 118 * np.exp(-columns / 9) + 60 * np.exp(-rows_ / 5)  # the rim of the glass
    edge += 200 * np.clip((columns - 1216 - rows_ * 0.006) / 8, 0, 1)  # the lid not quite closed
    pixels -= edge[..., None]
    pixels += soft_noise(random, height, width, 240, 1.2)[..., None]
    pixels += np.round(random.normal(0, 1.1, (height, 1, 1)))  # the lamp, line by line
    pixels += np.round(random.normal(0, 1.0, (height, width, 1)))
    scan = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(scan)
    for _ in range(80):
        x, y = int(random.integers(0, width)), int(random.integers(0, height))
        r, grey = float(random.choice([0.5, 0.8, 1.3])), int(random.integers(60, 190))
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(grey, grey, grey))
    for x, y, w, h, start, end in [(1010, 690, 120, 70, 200, 330), (150, 560, 44, 90, 20, 160)]:
        draw.arc((x, y, x + w, y + h), start, end, fill=(120, 116, 112))  # two hairs
    scan.save(HERE / "carte-sante-scan.png", "PNG", dpi=(dpi, dpi), optimize=True)


# The two notes

HISTORY = """\
Mon histoire, pour la personne qui me recevra
Écrit le 2 mars 2026, à la bibliothèque

Je m’appelle Amal. J’ai trente-cinq ans demain. J’écris ceci pour ne pas devoir tout raconter à
chaque guichet, et pour que les dates soient justes.

J’ai travaillé six ans dans la cuisine d’une école, à la préparation des repas froids, puis au
chaud. J’ai mes fiches de paie jusqu’en juin 2024. Le contrat n’a pas été renouvelé quand l’école
a changé de fournisseur. J’ai gardé mon logement jusqu’en mars 2025 ; la propriétaire a vendu.

Depuis, j’ai dormi chez ma cousine Mariam (jusqu’en août), chez deux collègues, et onze nuits au
centre d’accueil. Ma valise et mes papiers ont disparu d’une consigne le 19 octobre. J’ai fait une
déclaration de perte ; j’en ai la copie ici.

Ce qui est en ordre : la demande au CPAS du 14 janvier, l’adresse de référence, la carte médicale
jusqu’au 9 mai. Ce qui ne l’est pas encore : la carte d’identité, le compte en banque, le dossier
de la formation d’aide-cuisinière qui commence en septembre.

Santé : je prends un traitement pour la thyroïde, chaque matin, à jeun. Allergie à la pénicilline.
Le docteur Haddad-Peeters connaît mon dossier.

Je préfère qu’on m’écrive plutôt qu’on m’appelle. Je lis le français, l’arabe et un peu le
néerlandais. Merci de me demander avant de transmettre cette page à un autre service.

Amal V.-D.

(SPÉCIMEN : texte et personne inventés.)
"""

ARABIC = """\
مواعيدي وأرقام أحتاج إليها
كتبتُ هذه الورقة يوم الأحد ٨ شباط ٢٠٢٦

المواعيد:
- الثلاثاء ١٠ شباط، الساعة 9:15: المساعدة الاجتماعية، المكتب 1.07. آخذ معي وصل الطلب ورسالة المحامية.
- الخميس ١٢ شباط، الساعة 14:00: الطبيب، الطابق الثاني. يجب أن أكون صائمًا من أجل تحليل الدم.
- الاثنين ١٦ شباط، من 8:30 إلى 12:00: أسأل عن بريدي في الشباك رقم 3.
- كل أربعاء، الساعة 18:00: درس الهولندية في المكتبة، القاعة الصغيرة.

أشخاص يمكن الاتصال بهم:
- أخي سامر: 0000 00 00 01، يعمل ليلًا، الأفضل بعد الظهر.
- المحامية كلير فانهوف: 02 000 00 02، تتكلم الفرنسية والإنكليزية.
- السيدة نوال من الجمعية: تساعد في ملء الاستمارات، مساء الجمعة فقط.

أشياء يجب ألا أنساها:
رقم ملفي عند المحامية 2026/118. الصورة الجديدة لجواز السفر عند سامر. الدواء: حبة واحدة صباحًا وحبة مساءً مع الطعام. إذا ضاع هاتفي فكل شيء محفوظ هنا، وأستطيع فتحه من أي حاسوب.

يوسف
(نموذج: النص والأشخاص من الخيال. SPÉCIMEN)
"""


def notes():
    (HERE / "mon-histoire.txt").write_text(HISTORY, encoding="utf-8", newline="\n")
    (HERE / "note-arabe.txt").write_text(ARABIC, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    notes()
    notification()
    card_scan()
    photo()
    for file in sorted(HERE.iterdir()):
        print(f"{file.stat().st_size:>9}  {file.name}")
