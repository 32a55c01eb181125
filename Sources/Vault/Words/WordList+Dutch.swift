extension WordTable {
  /// The 2,048 Dutch words, sorted by byte value and separated by single spaces.
  /// Made from `Specs/words/dutch.txt`; a test compares the two byte for byte.
  static let dutch: StaticString = """
    aanbod aandacht aangeven aankoop aanleg aanmaken aanpak aanrecht aantal aanvraag aanwezig \
    aanzien aardbei accent accu achter actie actrice actueel adelaar adem adres advies afblazen \
    afbouwen afbraak afdak afdeling afdruk affiche afgeven afhalen afkoelen afleiden afloop \
    afmeting afname afnemen afremmen afrit afronden afscheid afslag afspraak afstand aftellen \
    aftrek afval afvegen afvoer afwas afwezig afzender agenda airbag airco akkoord akte album \
    alert alfabet algemeen alinea alleen almanak alom altijd alweer amandel ambacht amuseren \
    anagram andijvie anekdote animatie anker ansjovis antiek antwoord apart apotheek apparaat \
    appel applaus aquarium arbeid archief arend argument armband aroma artikel arts asfalt \
    asperge aster atleet atoom attent augurk aula auteur autobus avocado avond azijn baan \
    babbelen badhuis badjas badkamer badpak bagage bakfiets baksteen balans balie balkon balpen \
    balsem bamboe bami banaan band banket barbecue baret barok basalt basis bassin batterij \
    baviaan bazaar bazuin beagle bedanken bedding bedekken bedienen bedoelen bedrijf bedtijd \
    beeld been beetje begaafd beginnen begrip beheer behoefte beiaard beide beitel bekend \
    bekijken beknopt belang beleid bellen belofte bemoeien beneden benoemen benzine beperken \
    bereiken berging bericht beroep beschuit besluit besparen bessen bestaan betalen beton \
    beugel beurs bevatten bevriend bewaren bewegen bewijs bewoner bewust bezem bezig bezoek bieb \
    bieden biefstuk bijdrage bijeen bijkomen bijlage bijna bijrol bikini biljet binding binnen \
    biograaf bioscoop bitter bizar bizon bladeren blaffen blauw blazen bleek blijven blik bloem \
    blog blokken blond blouse blubber bluf blussen bocht bodem boei boekje boerin bokser bolero \
    bolhoed bonsai bont bonus boomhut boor borduren borg borstel bosbes bosrijk boter botsen \
    bouillon bouwjaar boven bowlen braam braken branden bravo breed breien brengen breuk bries \
    bril brink broche broek brommer bron brood brug bruin buffel buis buiten buizerd bukken bulk \
    bundel bungalow bureau burger bushalte buslijn buurt cabaret cabine cabrio cadeau cake \
    camera camping canvas caravan carnaval carport cassette cavia cello cement centrum charme \
    chef chemie chips chocola chroom cijfer cilinder circus cirkel citaat citroen clip coach \
    cocon code colbert collega comedy comfort commode compleet concert confetti contact correct \
    corso coupe couscous cover creatief cultuur cursus cyclus daad daarna dadelijk dagboek \
    dageraad dagkaart daglicht dahlia dakgoot dakkapel dakpan damhert dammen dansen dapper darm \
    darten data datum debuut december decibel decor deeg deelname degelijk dekbed dekking deksel \
    delen dempen denim denken depot dessert detail deurbel deze dialoog dichter dieet dienst \
    diep dierbaar diesel digitaal dijk dikte dikwijls dille diner ding dinsdag diploma direct \
    dirigent disco divers dobber docent doelman doen dokter dolblij dolfijn dolgraag dollar \
    domein donker donor donut doolhof doos dorp dorst douche draaien drager drama draven drempel \
    dreumes driehoek drijven drinken dromen droog druif drukken drum druppel dubbel duet duiken \
    duim durf durven dutje duurzaam duwen dweilen dynamiek echt eclips edel editie eekhoorn eelt \
    eend eenheid eenling eenvoud eerbied eerder eerlijk eerst eetbaar eethuis eetkamer eetlust \
    eettafel eetzaal eeuwig effect egaal eigenaar eiland eindigen eisen eiwit elastiek elegant \
    elektra element elftal elleboog embleem emmer emotie energie enig enkeling enorm envelop \
    eregast erker ervaren erwt esdoorn etage etalage etappe eten etiket etui euro evenveel \
    evolutie examen exotisch export extra fabel fabriek factuur familie fanfare fantasie fatsoen \
    fauna favoriet fazant februari feest feilloos fenomeen ferm festijn fiche fiets figuur fijn \
    file filiaal filmen filter finale fitheid flamingo flanel flap flexibel flink flits flora \
    fluit fluweel fonds fonkelen fontein forel formule fornuis fors forum fossiel foto fout \
    fraai fragiel framboos friet fris frituur fruitig fuchsia fuif functie gaaf gala galerij \
    galop game gangbaar gans garage garde garnaal gastheer gauw gazelle gebaar gebeuren gebied \
    gebouw gebruik gedachte gedeelte gedrag geduld geeuwen gegeven geheel gehoor geit gejuich \
    gekko gelach geldig gelei gelijk geloven geluk gemak gember gemeente gemis genezen genieten \
    genoeg gerecht gerust geschikt gesprek getal getrouw getuige geur geven gevoel gewas \
    geweldig gewicht gewoon gezang gezellig gezin gezond gids gieren gieter gilet giraf gisteren \
    gitaar glaasje glas glazuur gletsjer glijden glimlach glippen glitter globaal gloed goedkoop \
    golfbaan golven gondel gooien gordijn gorilla gouden graad grafiek gram grappig grasveld \
    gratis grazen greep grendel greppel grijpen grind grip groen grondig grootte grot grutto \
    gunnen gunstig gymles gymzaal haakje haalbaar haar haasten habitat hagedis hakken halen \
    halfjaar hallo halsband halveren hamster handel hangen hapje happen hardop haring harnas \
    harp haspel haver hazelaar hebben hechten hectisch heden heelal heffen helaas helder \
    helemaal helft helium helling helm helpen hemd hemel hengst herberg herfst herhalen herstel \
    hert heup heuvel hier hijsen hitlijst hitte hobby hobo hockey hoede hoef hoelang hoesten \
    hoeveel hokje holte hommel hond honkbal hoofd hoogte hooiberg hoop hoorn hopelijk hopper \
    horloge hotdog hotel hotline houding hozen huid huifkar huiswerk hulde hulp humeur humor \
    huppelen hurken husky hutspot huwelijk hyacint hyena ideaal idee ijsbeer ijsje ijzer \
    inademen inblazen inbouw indruk ingang inhalen inhoud inkomen inkt inleiden inloggen inmaken \
    innemen innig inpakken inrijden inruilen insect inspelen instap intens intocht intrede \
    invloed invullen inwendig inwoner inzet inzicht isoleren ivoor jaarboek jammer januari jarig \
    jasje jasmijn jaszak jawel jawoord jazz jeans jeugd jodelen joepie joggen jongeman journaal \
    jubelen judo juffrouw juichen jukebox juli jumper jungle jurk jute juweel kaaiman kaas \
    kaatsen kabaal kabinet kabouter kachel kade kaft kajak kajuit kakelen kalender kalf kalkoen \
    kalmeren kamer kamille kampioen kanarie kanjer kano kantoor kapitein kapot kapsel karakter \
    karper kartel karwei kassa kasteel katoen kauwgom kavel kegelen keihard keizer kelner \
    kenmerk kennen kenteken keramiek kerel kermis kern ketting keuken keurig keuze kietelen \
    kievit kiezen kijken kikker kilo kind kiosk kist kiwi klaar klam klant klapper klarinet \
    klasse klaver kleding kleed klein klep kleren kletsen kleur klif klimaat klinken klok klomp \
    klontje kloof kloppen kluis klusser knaap knappen kneden knie knijpen knikken knipoog \
    knobbel knoeien knoflook knoop knopen knot knuffel knul koala koek koelkast koemelk koers \
    koffie koken kokos kolibrie kolom komeet komisch komma kompas komst konijn kookboek kool \
    koopman koper kopie koppel kopstuk koraal korf korrel korting kosmos kostuum kous krab \
    kracht krans krater kreeft krekel krijgen krimp kring kristal krokodil kronkel krop kruipen \
    kruk krullen kubus kudde kuipje kuit kundig kunst kurkuma kwal kwartier kwast kweek kweken \
    kwijt kwis laars laat lachen ladder laden lading lagune lamp landbouw langs lantaarn laptop \
    lasagne lastig lava lavendel lawaai lectuur leeftijd leegloop leem leerling leesbaar leeuw \
    legende leiding leisteen lekker lelie lenen lengte lepel leraar lesuur letter leuk leuning \
    lezer lezing libelle lichaam lidwoord liedje liefde liever lift liggen lijm lijster limiet \
    limonade linde lineair liniaal links linzen liter locatie loeien loempia logboek logeren \
    logisch logo lokaal loket lolly lommer loods look loopbaan lopen losmaken lossen lucht \
    lucifer luier luifel luik luipaard luister lunch lusten luxe lyceum maag maaltijd maand \
    maart maatwerk macaroni machtig madelief magazijn magie magneet mail makelaar makreel mama \
    manege mango manier mantel marathon marionet markt marmer masker massage matras maximum \
    medaille media meedoen meegaan meenemen meer meester meisje melange melding melk melodie \
    memo meneer mengsel mening mens merg merkbaar merrie metaal meteen methode metselen meubel \
    mevrouw midden midweek mijl mijnheer milt mime minder minimaal minuut mistig mixen mobiel \
    modder model modieus moed moeilijk moeras moestuin moeten mogelijk molen mollig mompelen \
    mondig monitor monoloog monteur monument mooi morgen mortel mossel mosterd motief motor \
    motregen motto muesli muisstil museum musical muts muur muze muziek mysterie mythe naadloos \
    naald naam naast nabij nacht nadenken nadoen nadruk nagaan nagel najaar nakijken namaak \
    natuur navraag nazomer nectar neef nemen neon nest netjes netvlies netwerk neus neuzen nevel \
    nieuws nikkel niveau nodig noedels nonkel noorden noot normaal notaris noteren notitie \
    november nuchter nulpunt nummer nuttig nylon oase object oceaan ochtend octaaf octopus \
    oefenen oerwoud oester oever offerte ogenblik oksel oktober olie olifant olijf omarmen omega \
    omelet omgaan omgeving omgooien omhelzen omhoog omkeren omkijken omkleden omlaag omloop \
    omringen omruilen omslag omtrek omvang omweg onder ondiep oneven ongeveer onlangs online \
    ontbijt onthaal ontwerp onweer oogarts ooglid oogmerk oogpunt oogst ooievaar oorbel oorkonde \
    oorzaak oosten opbergen opbouw opdracht openbaar opera opeten opgave opgewekt ophalen \
    ophouden opkomst opladen opletten oplossen opmaken opmerken opname opnemen opnieuw oppas \
    oprapen oprecht oprit oproep opruimen opstaan optellen optie optocht optreden opvallen \
    opvoeden opwarmen opwekken opzet opzij opzoeken opzuigen oranje orchidee orde orgel origami \
    orkest ornament otter ouders oudheid oudtante outfit ovaal overal paard pagina pakhuis pakje \
    pakket paleis paling pallet paneel panorama papa papegaai paprika paraplu parcours pardoes \
    parel parfum parkeren partij pasfoto passie pasta patat patio patroon pauze pedaal peddel \
    peinzen pelikaan pendelen penning penseel peper perceel perfect periode perron persoon \
    perzik pesto peuter piano picknick piek piepen pijler pilaar piloot pincet pinda pingpong \
    pinken pionier piramide pitstop pittig pizza plaats plaid plakken planeet plat plezier \
    plicht plint ploeg plooi plots pluche plug pluim poeder poel poema poetsen poging polka pols \
    pompen poncho pony poort poosje popcorn popgroep populair portret positie post potgrond \
    potlood potten potvis praatje prachtig praktijk praten precies prei premie prent prettig \
    prijs prikbord primeur prinses prisma probleem product proef profiel project proper proza \
    pruik publiek pudding puin punaise punt pupil puppy puree purper puzzel raadsel raamwerk \
    raap rabarber racen radar radio rally rank rapport raspen ratel ravijn reactie reageren \
    rebus recept rechts reclame record redden redelijk reeds refrein regatta regel regio reiger \
    reis reizen rekening rekken relatie remedie remmen renbaan rendier renner reptiel reserve \
    respect restant retro richting ridder riem rietje rijbaan rijden rijles rijp rijst rijtuig \
    ringweg rinkelen ritme rits rivier robijn robuust roddel roeiboot roepen roer roest rogge \
    rollen rolmodel rolstoel roltrap roman romig rommelig romp ronde room rooster rosbief \
    rotonde rotsblok route royaal rubberen rubriek rucola rugslag rugtas rugzak ruilen ruimte \
    ruiter rund rups rustig saai saffier salade saldo salon sambal samen sandaal sappig satijn \
    saus saxofoon schat scherm schip schmink schoon schrift schuur scooter scoren scout seconde \
    sector segment seizoen selderij serenade serie servies sesam sfeer sfinx shampoo shirt \
    sieraad signaal sijpelen simpel sinds singel sirene siroop situatie sjaal sjerp sjouwen \
    skaten slaap slager slank slapen slee slijpen slim slinger sloep sloffen sloot slordig \
    sluiten slurf smaak smal smaragd smelten smeren smid snaar snackbar snavel sneeuw snel \
    snijden snoek snor snugger snuiven snurken sober sociaal soepel sofa solide solo sonar \
    sopraan sorteren souvenir spaarpot spade spannend sparen spatel speciaal speels spelen \
    spetter spiegel spijker spinnen spiraal spits splitsen spoed spons spoor sport spraak \
    spreken springen sprong spruit spullen staan stabiel stad stamboom stapel start station \
    steen steiger stekker stem stengel sterk steunen stevig stift stijl stilte stoel stof \
    stoppen storm straat streek strijken stroom struik studie stuiver stuk stunt sturen stuur \
    stuwmeer subtiel succes sudoku suiker suite surfen swing symbool synoniem systeem taal \
    tabblad tablet tafereel taille takel talrijk tamboer tamelijk tandarts tante tapijt tarwe \
    tasten taxi team techniek teder tegen tegoed teil tekenen tekort tekst telefoon teller tempo \
    tennis terrein testrit tevreden textiel theater thee thema theorie thuis ticket tijdens \
    tijger tikken timmeren tint tippen tiptop titel toch toegang toekomst toelaten toename \
    toernooi toestel toeter toeval toilet tolk tomaat toneel tong tonic toonbank toorts topdag \
    topvorm toren tosti totaal tournee touw toveren traan tractor traditie trainer trap trechter \
    trein trekker triangel trillen trimmen triomf troep trompet troon trots trouwen truck \
    truffel trui tuba tuimelen tuinman tunnel turnen tussen tweeling twijg typen typisch \
    uitdelen uitgave uithalen uiting uitje uitkijk uitleg uitstap uitvoer uitzicht ultiem uniek \
    uniform unit uurwerk vaak vaardig vaatdoek vacature vader vakantie vakman vakwerk vallen \
    valreep vanavond vandaag vangnet vanille varen variatie vast vatten veearts veel veerboot \
    veilig veld venkel venster ventiel veranda verband verdrag verf vergeten verhaal verkeer \
    verlof vermogen versie vertrek vervoer verzoek veter veulen viering vijg vijver vijzel villa \
    vinden vinger vink vinvis violet viool visie visnet visser visueel vitamine vitrine vlaai \
    vlag vlakte vlammen vlecht vlees vlek vleugel vliegen vlinder vloer vlot vochtig voedsel \
    voegen voelbaar voertuig voetbal vogel volgorde volkomen volledig vooral vorig vork vorming \
    vouwen vraag vragen vrede vreemd vreugde vriend vrij vroeg vrolijk vrouw vrucht vuilnis \
    vulkaan vulling vulpen waaier waakhond waarom wachten wafel wagon waken wakker walnoot \
    walrus wals walvis wandelen wang wanten wapperen warmte warrig wasbeer wasgoed wasmand \
    wassen wastafel water watt webshop weefsel weekend weelde wegwijs weiden weigeren weinig \
    welkom welp welzijn wending wensen wentelen wereld werk werpen westen wezel wiebelen wiel \
    wifi wigwam wijs wijzen wikkelen wild willen wimper windstil winkel winnaar winst winter \
    wiskunde wisselen witlof woelen woensdag wolf wonen woning woonhuis woord worden worm \
    wortelen woud wringen yeti yoga yoghurt zaagsel zaaien zadel zagen zakdoek zakelijk zakgeld \
    zaklamp zalig zalm zandbak zanger zaterdag zebra zeebaars zeehond zeelui zeeman zeep \
    zeevaart zeewier zeggen zeilen zeker zelden zelf zender zenuw zetel zetten zicht zien zijde \
    zijgevel zijkant zilver zingen zinvol zitkamer zitting zitzak zoeken zoet zolder zomer \
    zondag zonlicht zonnig zoogdier zoon zorgzaam zuidwest zuigen zuil zuinig zuiver zullen \
    zuring zuster zuurstof zwaar zwager zwaluw zwart zwellen zwemmen zwerm zweven zwijgen
    """
}
