extension WordTable {
  /// The 2,048 Dutch words, sorted by byte value and separated by single spaces.
  /// Made from `Specs/words/dutch.txt`; a test compares the two byte for byte.
  static let dutch: StaticString = """
    aanbod aandacht aangeven aanhoren aankoop aanleg aanmaken aannemer aanpak aanrader aanschaf \
    aantal aanvraag aanwezig aanzien aardbei absoluut abstract academie accent account accu \
    achter acteren actie actrice actueel adelaar adem adres advies afbouw afbraak afdeling \
    afdruk affiche afgeven afhalen afkoelen afleiden afloop afmaken afmeting afname afnemen \
    afremmen afrit afronden afscheid afslag afspraak afstand aftellen aftrek afval afvegen \
    afvoer afwas afwezig afzender agenda airco akkoord akte album aldus alert alfabet algemeen \
    alinea alleen alom alsnog alsof altijd alvast alweer ambacht ambitie amper amuseren analyse \
    anders anekdote animatie anker antiek antwoord apart apotheek apparaat appel applaus \
    aquarium arbeid archief arena argument armband aroma artikel arts asfalt atleet atoom attent \
    auditie augustus aula auteur automaat avenue avocado avond azijn baan babbelen badhuis \
    badjas badkamer badpak bagage bakkerij baksteen balans balie balkon ballet bamboe banaan \
    band banket barbecue barok basis bassist batterij bazaar bedanken bedekken bedienen bedoelen \
    bedrijf bedtijd beeld been beetje begaafd beginnen begrip behalve beheer behoefte beide \
    bekend bekijken bekleden belang beleid bellen belofte bemoeien beneden benoemen benutten \
    benzine bepaling beperken bereiken berging bericht berm beroep besluit besparen bessen \
    bestaan betalen beton betreden beugel beurs bevatten bevriend bewaren bewegen bewijs bewoner \
    bewust bezem bezig bezoek bieb bieden biefstuk bijdrage bijeen bijkomen bijlage bijna bijrol \
    bijwonen bikini biljet binding binnen bioscoop bistro bitter bizar bladeren blaffen blanco \
    blauw blazen bleek blender blijven blik bloem blogger blokken blond blouse bluf blussen \
    bocht bodem boei boekje boerin bokser bont bonus boomhut boor bordspel borg borstel bosbouw \
    boter botsen bouillon bouwjaar boven bowlen braken branden bravo breed breien brengen breuk \
    bridge brief bril brink broche broek brommer bron brood brug bruin buffel buiging buis \
    buiten bulk bumper bundel bungalow bureau burger bushalte buslijn buurt cabaret cabine \
    cabrio cadeau cake camera camping canvas caravan carbon carnaval cartoon cassette catering \
    cavia cello cement centrum chalet charme checken chef chemie chips chocola chroom cijfer \
    cilinder cinema circus cirkel citaat citeren citroen clip coach cockpit cocon code colbert \
    collega column combi comedy comfort compleet concert conditie confetti congres constant \
    contact correct corso coupe courant cover cowboy creatief crew cricket cruise cultuur \
    cupcake cursus curve cyclus daad daarna dadelijk dagboek dageraad daglicht dahlia dammen \
    dankzij dansen dapper darm data datum debuut december decor deelname degelijk dekbed dekking \
    deksel delen dempen denken depot designer dessert detail deurbel deze diagram dialoog \
    dichter dieet dienst diep dierbaar diesel digitaal dijk dikte dikwijls dilemma diner ding \
    dinsdag diploma direct dirigent disco district divers divisie docent doelman doen dokter \
    dolblij dolfijn dolgraag dollar domein domino donker donor donut doolhof doordat doos dorp \
    dorstig douche draaien drager drama drempel driehoek drijven drinken dromen droog druif \
    drukken drum druppel dubbel duet duikboot duim durf durven dutje duurzaam duwen dwars \
    dweilen dynamiek echt economie edel editie educatie eekhoorn eend eenheid eenmaal eenvoud \
    eerbied eerder eerlijk eerst eetbaar eetkamer eetlust eettafel eetzaal eeuwig effect \
    eigenaar eiland eindigen eisen eiwit elders elegant elektra element elftal elkaar elleboog \
    embleem emmer emotie energie enig enkel enorm entree envelop episode ergens ernstig ervaren \
    essay essentie etage etalage etappe eten etiket euro evenveel evolutie examen excursie \
    exotisch export expres extra fabriek factuur familie fanfare fantasie fase fatsoen fauna \
    favoriet februari feest feilloos fenomeen festival fiche fiets figuur fijn file filiaal \
    filmen filter finale finish fitness flamingo flexibel flink flits flora fluit flyer fonds \
    fontein forel formule fornuis fors fortuin forum fossiel foto fout fraai fragment frequent \
    friet fris fruitig fuif functie fusie fysiek gaaf gala galerij game gangbaar gans garage \
    garde gastheer gauw gazelle gebaar gebeuren gebied gebouw gebruik gedachte gedeelte gedrag \
    geduld geel gegeven geheel gehoor geit gejuich gelach geldig geleden gelijk geloven geluk \
    gemak gember gemeente gemis genezen genieten genoeg genre gepast geraken gereed gering \
    gerust geschikt gesprek getal getuige geur geven gevoel gewas geweldig gewicht gewoon gezang \
    gezellig gezin gezond gids gieren gisteren gitaar glaasje glas glazuur gletsjer glijden \
    glimlach glitter globaal gloed glorie goal goedkoop golfbaan golven gooien gordijn gorilla \
    gouden graad grafiek gram graniet grappig grasveld gratis grazen greep grendel grijpen grill \
    grind grip groen grondig grootte grot gulden gunnen gunstig gymzaal haalbaar haar haasten \
    habitat hagedis hakken halen halfjaar hallo halsband halte hamster handig hangen hanteren \
    hapje happen hardop haring harnas harp hartslag haver havik hebben hechten hectare heden \
    heelal heffen helaas helder helemaal helft helium helling helm helpen hemd hemel hendel \
    hengst herberg herfst herhalen herstel hert heup heuvel hevig hier hijsen historie hitte \
    hobby hockey hoede hoef hoelang hoesten hoeveel hoewel hokje hond honkbal hoofd hoogte hoop \
    hoorn hopelijk hopper horloge hotel houding houten huid huiswerk hulde hulp humeur humor \
    huren huurder huwelijk hype icoon ideaal idee identiek iedereen iemand ietsje ijsbeer ijsje \
    ijskast ijzer imago imiteren immers import impuls inademen indeling indirect indruk ineens \
    info ingang inhalen inhoud inhuren inkomen inkt inleg inloggen inname innemen inpakken input \
    inruilen insect inspelen instap interim intocht intrede invloed invullen inwendig inwoner \
    inzet inzicht isoleren ivoor jaarboek jammer januari jarig jasje jasmijn jawel jazeker jazz \
    jeans jeugd joepie joggen jongeman journaal jubileum judo juffrouw juichen juist jullie \
    jungle juni jurk juweel kaas kabinet kabouter kachel kade kaft kalender kalf kalkoen \
    kalmeren kamer kampioen kanaal kanjer kano kantoor kapitein kapot kapsel karakter karper \
    kartel karwei kassa kasteel katoen kauwgom kavel keeper keihard keizer kenmerk kennen \
    kenteken keramiek kerel kermis kern ketting keuken keurig keuze keyboard kiezen kijken \
    kikker kilo kind kiosk kist kiwi klaar klant klapper klarinet klasse klaver kleding kleed \
    klein klep kleren kletsen kleur klif klimaat klinken klok klomp kloof kloppen kluis knaap \
    knappen knie knijpen knikken knipoog knoeien knoflook knoop knopen knuffel knul koek \
    koelkast koers koffie koken kokos kolom komeet komisch komma kompas komst konijn kookboek \
    kool koopman koper kopie koppel koraal korfbal korrel korting kosmos kostuum kous krab \
    kracht krans krater kreeft krijgen krimp kring kristal kritisch krokodil krop kruipen kruk \
    krullen kubus kudde kuiken kuit kundig kunst kussen kustlijn kwal kwartier kwast kweek \
    kweken kwestie kwijt kwik laars laat lachen ladder lading lagune lamp landbouw langs \
    lantaarn laptop lasagne laser lastig laten latijn lava lavendel lawaai lectuur leeftijd leeg \
    leerling leesbaar leeuw legende legging leiding lekker lelie lenen lengte lepel leraar \
    letter leuk leveren lezer lezing libelle lichaam liedje liefde liever lift liggen lijm \
    limiet limoen linde lineair links liter locatie logboek logeren logisch logo lokaal loket \
    lolly loods look loopbaan lopen losmaken lossen lotus lounge louter lucht lucifer luier \
    luifel luik luipaard luister lukken lunch lusten luxe lyceum maag maaltijd maand maart \
    maatwerk macaroni machtig magazijn magie magneet mail makelaar makreel mama manege mango \
    manier mantel marathon markt marmer mars masker massage matig matras maximaal medaille media \
    meedoen meegaan meemaken meenemen meer meester meeting meisje melding melk melodie memo \
    meneer mengsel mening mens merkbaar merrie metaal meteen methode meubel mevrouw mezelf \
    midden mijl mijnheer milt minder minimaal minstens minuut missen mixen mobiel modder model \
    moed moeilijk moeras moestuin moeten mogelijk molen monitor monoloog monteur monument mooi \
    morgen mossel mosterd motief motor motto museum musical muts muur muze muziek mysterie mythe \
    naald naam naartoe naast nabij nacht nadenken nadoen nadruk nagaan nagel najaar nakijken \
    namaak namens namiddag natuur navraag nazomer nectar neef neerslag nemen neon nest netjes \
    netto netvlies netwerk neus neutraal neuzen nevel nieuws nikkel niks niveau nodig noedels \
    nogal nogmaals nonkel noorden noot normaal notaris noteren notitie november nuchter nummer \
    nuttig nylon object oceaan ochtend octopus oefenen oerwoud oester oeuvre oever offerte \
    offline oftewel ogenblik oksel oktober olie olifant omarmen omdat omega omelet omgaan \
    omgeving omheen omhoog omkeren omkijken omkleden omlaag omloop omslag omtrek omvang omweg \
    onbekend ondanks onder ondiep oneven ongeveer onhandig onkruid onlangs online onnodig \
    ontbijt ontgaan onthaal ontstaan ontwerp onweer onwijs oogarts oogpunt oogst ooievaar ooit \
    oorbel oorkonde oorzaak oosten opbergen opbouw opdoen opdracht opduiken opeens openbaar \
    opera opeten opgave opgewekt ophalen ophouden opinie opkomst opladen opletten oplossen \
    opmaken opmerken opname opnemen opnieuw oppas oprapen oprecht oprit oproep opruimen opslaan \
    opsturen optellen optie optocht optreden opvallen opvoeden opwarmen opwekken opzet opzij \
    opzoeken oranje orchidee orde orgel orkest otter ouders oudheid outfit ovaal overal paard \
    pagina pakhuis pakje pakket paleis paling paneel panorama panter papa papegaai papier \
    paprika paraplu parcours parel parfum parkeren parodie partij pasfoto passie pasta patat \
    patent patroon pauze pedaal pelikaan penalty penning pensioen peper perceel perfect periode \
    perron persoon perzik peuter piano picknick piek piepen pijler piloot pinda pionier piramide \
    pitstop pittig pizza plaats plakken planeet plastic plat plechtig pleister plezier plicht \
    plint ploeg plots pluche plug pluim podcast podium poeder poel poema poetsen poging pols \
    pompoen pony poort poosje popcorn poppen populair portret poseren positie post potlood \
    potten praatje prachtig praktijk praten precies prei premie prent prettig prijs primeur \
    prinses prisma probleem procent product proef profiel program project promotie proper \
    protocol proza pruik publiek pudding puin punt pupil puppy puree puzzel quiz raadsel \
    raamwerk raap race radar raden radio rally rank rapport ravijn reactie reageren recept \
    rechts reclame record redden redelijk reeds refrein regatta regel regio reiken reinigen reis \
    reiziger rekening relatie relevant remedie remmen rendier renner rente reserve resort \
    respect restant retour retro richting ridder riem rietje rijbaan rijden rijkdom rijles rijp \
    rijst rijtuig ringweg rinkelen ritme rits rivier robijn robuust roddel roepen roer roest \
    rogge rollen rolmodel rolstoel roman rommelig romp ronde room rooster rotonde route royaal \
    roze rubberen rubriek rugzak ruig ruilen ruimte ruiter rund rups rustig saai salade saldo \
    salon samen sappig saus saxofoon scannen scenario schat scherm schip schoon schrift schuur \
    scooter scoren scout seconde sector segment sein seizoen selectie semester senior sensatie \
    serieus serre servies sessie sfeer sfinx shampoo shirt show sieraad signaal simpel sinds \
    singel sirene siroop situatie sjaal skaten slaap slager slank slapen slechts slee sleutel \
    slijpen slikken slim slinger slipper sloep sloffen sloot slordig sluiten smaak smaken smal \
    smelten smeren smid snaar snackbar snavel sneeuw snel snijden snoek snor snuiven snurken \
    sober sociaal soepel sofa software sokken solide solo sommige soms sopraan sorry sorteren \
    souvenir sowieso spannend sparen speciaal speels spelen spiegel spijker spil spinnen spiraal \
    spits splitsen spoed spons spoor sport spraak spreken springen sprong spullen squash staan \
    stabiel stad stagiair stalen stamboom stapel start station steen steiger stekker stelling \
    stem sterk steunen stevig sticker stier stift stijl stilte stip stoel stof stomen stoppen \
    storm straat streek strijken stroom struik studie stuk stunt sturen stuur subtiel succes \
    suiker suite super surfen sushi swing switch symbool synoniem systeem taal tabel tablet \
    tactiek tafereel taille talrijk tamelijk tandarts tanken tante tape tapijt tarief tarwe \
    tasten taxi team techniek tegen tegoed tekenen tekort tekst telefoon telkens teller tempo \
    tennis tentamen tenzij terecht termijn terrein terug terwijl tevens tevreden textiel theater \
    thee thema theorie thuis ticket tijdens tijger tikken timmeren tint tippen titel toch \
    toegang toekomst toelaten toename toernooi toestel toeter toeval toilet tolk tomaat toneel \
    tong tonic toonbank toppunt toren tosti totaal tournee touw toveren traan tractor traditie \
    trainer traject transfer trap treffen trein trekker trend trillen triomf troep trofee \
    trompet troon tropisch trots trouwen truck trui tuinman tunnel turnen tussenin tweeling \
    twijfel typen typisch uitbouw uitdelen uiterst uitgave uithalen uiting uitje uitkijk \
    uitlopen uitstap uitvoer uitweg uitzicht uniek uniform unit uploaden urenlang uurwerk vaak \
    vaartuig vacature vader vakantie vakman vakwerk vallen vanavond vandaag vangnet vanille \
    vannacht vanuit vanwege vanzelf varen variatie vast vatten veelvoud veerboot veilig veld \
    venster veranda verband verdrag verf vergeten verhaal verkeer verlof vermogen versie vertrek \
    vervoer verzoek vestigen veter viaduct video viering vijver villa vinden vinger vink vinyl \
    violet viool virtueel visie visser visueel vitamine vlag vlakte vlammen vlees vlek vleugel \
    vliegen vlinder vloer vlot vochtig voedsel voegen voelbaar voertuig voetbal vogel voldoen \
    volgorde volkomen volledig volop voluit vondst vooral vorig vork vorming vorst vouwen vraag \
    vragen vrede vreemd vreugde vriend vrij vroeg vrolijk vrouw vrucht vuilnis vulkaan vulling \
    waaier waakhond waarom wachten wagon waken wakker wals walvis wandelen wang wanneer wanten \
    wapperen warmte wasbeer wassen water watt webcam weblog webshop wederom weefsel weekend \
    weelde weergave wegdek wegens weggaan weghalen wegwijs weiden weigeren weinig wekken weldra \
    weleens welkom wellicht welzijn wending wensen wereld werk werpen wesp westen wezel wiel \
    wifi wijs wijzen wikkelen wild willen winderig winkel winnaar winst winter wiskunde wisselen \
    woensdag wolf wonen woning woonhuis woord worden workshop worm wortel woud yoga yoghurt \
    zaaien zadel zagen zakdoek zakelijk zakgeld zaklamp zalig zalm zandbak zanger zaterdag zebra \
    zeehond zeeman zeep zeewier zeggen zeilen zeker zelden zelf zender zenuw zetel zetten zicht \
    zien zijde zijkant zilver zingen zinvol zitting zoals zodat zodra zoeken zoet zoiets zojuist \
    zolang zolder zomaar zomer zondag zone zonlicht zonnig zoon zorgzaam zoveel zowel zuidwest \
    zuigen zuil zuinig zuiver zullen zuster zuurstof zwaar zwager zwaluw zwart zwemmen zweven \
    zwijgen
    """
}
