extension WordTable {
  /// The 2,048 English words, sorted by byte value and separated by single spaces.
  /// Made from `Specs/words/english.txt`; a test compares the two byte for byte.
  static let english: StaticString = """
    ability aboard about above abroad absorb abundant academy access accurate achieve acid acorn \
    acoustic across active actor actress actual address adequate adjacent adjust admire adopt \
    adore adult advance advert advice aerial aerosol afford afloat after agency agile agree \
    ahead airborne aircraft airfield airline airport airway airy aisle alchemy algebra alive \
    allow allure almanac almost aloft aloha along alphabet already alright also although always \
    amazing amber ambient amount amplify amusing analyst anchor ancient animal ankle announce \
    annual another answer antenna anthem anvil anybody anyhow anyone anything anyway apology \
    apparent appear apple appoint approach apron aptitude aptly aquatic archer arctic area argue \
    arise armchair around arrange arrive arrow artist artwork ashore aside asleep asphalt aspire \
    assemble assist assorted assume asteroid athlete atom atrium attach attempt attic attract \
    auburn auction audience aunt author auto autumn average aviation avoid await awake award \
    away awesome awhile awkward axis axle azalea azure baby backup badger badly bagel baggage \
    baker baking balance balcony balloon bamboo banana bandage bank banquet banter barber \
    barefoot bargain barley baron barrel base basic bathroom battery beach beam beard beauty \
    beaver become bedroom bedside bedtime beef beetle before begin behave behind beige believe \
    below belt benefit berry besides better between beverage beyond bicycle bike binary biology \
    bird birth bison blanket blazer blend blink bliss blizzard blob block blossom blur boat body \
    boiler bold bonanza bonfire boogie book boost boredom borough borrow boss botany both bottom \
    boulder boundary bouquet boutique bowl boxer bracket brag braid brake branch brass bravery \
    bread breeze brick briefly bright brim bring broccoli broom brother browse brush bubble \
    bucket buffalo buggy building bulge bunch bundle bunting burrito burst business busy butler \
    button buyer buying buzz cabbage cabin cadet caffeine calcium calendar call calmly camel \
    campus canal cancel candle cannot canopy canteen canyon capacity cape capital captain \
    caramel cardigan career carnival carousel carpet carriage carton carve cashier castle casual \
    catchy category catfish cavern cedar ceiling celery cellar central ceramic ceremony chair \
    chalk champion channel chaos chapter charge chase chat cheap check cheese chemist cherry \
    chest chew chicken chief child chimney chin choice choose chorus chrome chuckle chunk \
    cinnamon circle citadel citrus city civic claim clamp clarify classic clay clear clerk \
    clever click cliff climate clinic cloak clone closet clothes cloud clue clumsy cluster \
    clutch coarse coast coating cocoa coffee college combine come comfy comic common company \
    concept conduct confirm connect consider control convert cookbook cooler copper copy coral \
    cord corner corridor cosmetic cotton couch country couple courage cousin cradle craft crane \
    crater crawl creative credit creek crescent crib crimson crisp crop crossing crowd crunch \
    crystal cube cubic cucumber cuddle cuff cuisine culture cupboard curious curly current \
    cursor curtain cushion custom cutlery cyclist cylinder cypress daddy daily dainty dance \
    darling dart database date daughter dawn daylight daytime dazzling dear debate debut decade \
    decent decision declare decorate decrease deep define degree delay delegate delight deluxe \
    demand demo denim dentist depart depend deposit depth describe desert desk destiny detect \
    develop device diagonal diamond diary dice diet differ digest digit dignity diligent dining \
    dinosaur director discuss disguise dish display distant ditch diverse divide dock doctor \
    dolphin domain donate donkey door dorm double doughnut dove download drain dramatic drawing \
    dream dress drift drill drink drip drive drizzle drummer dryer dual duchess duke duration \
    during duty dwelling dynamic eager eagle early earn earring earth easily eastern easy echo \
    eclipse ecology economy edge edible edition educate either elastic elbow elder electric \
    elegance elephant elevator elite elixir else email embark emblem embrace emerald emoji \
    emotion employ empty enable enamel encore ending endless energy engage engine enhance enjoy \
    enlarge enormous enough enrich ensemble ensure enter entirely entry envelope epic equal \
    equip erase errand error espresso essence estate estimate estuary ethics event everyday \
    evidence evolve exactly example except exchange exciting exercise exhale exhibit exist \
    exotic expand expect explain express extend extreme eyebrow eyelid eyesight fabric fabulous \
    face facility factory fairly faithful falcon family famous fancy fantasy farewell farmer \
    fashion feast feature federal feedback feel feline fence fern festive fetch field figure \
    film finally finding fine finger fireman firmly fishing fitter flair flake flannel flask \
    flat fleece flex flicker flight flint flip floor floppy floral floss flourish flower fluent \
    fluffy fluid flush flutter focus foggy foliage folklore follow font food forever forget fork \
    formula fortune forward fossil frame free freight fresh friend fringe frog frost frown \
    frozen fruity fudge full function fund funny furnace further fuse future fuzzy gain galaxy \
    gallery garbage garden garlic garment garnish gateway gather gauge general genius gentle \
    genuine geology geometry gesture giant giddy gift gigantic giggle giraffe girl give glacial \
    glad glance glass glaze glee glide glimpse globe glory glossy glow goggles golden gong \
    goodbye goofy goose gorgeous gosling gourmet govern grab grace graduate grammar grand graph \
    grasp grateful gravity great green grid grocery group grove growth grumpy guard guess \
    guidance guild guitar gulf gully gusto gymnast habit haiku hail haircut half hallway hammer \
    hand hanger happy hardware hare harmony harness harvest haste haven hawk hawthorn hazel hazy \
    heading health heart heater heavy hedgehog height hello helmet help herald herd heritage \
    hermit heron hesitate hickory hide highway hillside hinge hint hippo history holder hole \
    holiday holly hologram homework honest hoof hooray hopeful horn horse host hour housing \
    hover huge hula human humid hummus hurdle hurry husband husky hustle hutch hybrid hydrate \
    hygiene icing icon idea ignite imagine imitate immense impact improve impulse inbox inch \
    include income increase indeed indigo indoor industry infant inflate inform initial inlet \
    innocent inquiry insert inside inspire instead intake interest intro invest invite involve \
    iris irony island isolate item ivory jasmine jelly jetty jewel jigsaw join joke journal \
    joyful joyous jubilee juggle juice jumbo jump juniper just kale kangaroo karate keen kernel \
    keynote keyword khaki kick kidney kilogram kindness kingdom kiss kitchen kite kitten knee \
    knit knock know label lack lacrosse lady lagoon lamb landmark lane language lantern lapse \
    large lasagna last lately latitude latter laugh launch laurel lavender layout leafy league \
    lean learner leash leave left legacy legend leisure lemon length lens leopard lesson lettuce \
    level library life lighten likely lilac lily limit linden linear lipstick liquid listen \
    literary little liver living loaf lobby lobster local locker lodge logic lollipop lookout \
    loop loosen lorry lotion loudly lovely loyalty lucky luggage lukewarm lullaby luminous lunar \
    lung luxury lyrics machine mackerel madam maestro magazine magenta magic magnet mahogany \
    mailbox maintain majesty makeup mammoth manager manner mansion mantle manual maple mapping \
    marble margin marine market maroon marquee marry marsh marvel mascot masonry massive master \
    material matrix mattress maverick maximum maybe mayor maze meadow meaning measure mechanic \
    medium medley meet melody member memory mention meow merchant merely merge merit mermaid \
    mesh messy metal meter method metro midday midnight mighty milky mill mimic mind mineral \
    minimum minor minute mirror mischief misty mixer mixture mobile modern modify moist molasses \
    money month morning mosaic mosquito mostly motel mother motive mountain mouse movement movie \
    much muddy mulberry mule multiply mural muscle mushroom music musk mustard mutual myself \
    mystery myth nacho name nanny napkin narrator natural nautical navigate navy nearby neatly \
    neck needle negative nephew nerve network neutral never newborn newcomer newly news next \
    nicely niche nickname nifty night nimble nobody noisy nominate nonsense noodle noon normally \
    north nose notable notch notebook nothing notice novel nowadays nowhere nozzle nuance nugget \
    number numerous nurse nurture nutmeg nutrient nutshell oatmeal observe obtain obvious occur \
    ocean oddly offer office offshore often okay omit ongoing onion only onto onward opening \
    operate opposite option orbit orchard order ordinary organic original ornament ostrich ounce \
    outback outcome outdoor outer outgoing outing outlet output outside outward oval oven \
    overall owner oxygen oyster packet pageant painter pair palm pancake panic panther paper \
    parallel parcel parent park parody parrot parsley party passage pastry path patient pattern \
    pause pavement pavilion payday payment peaceful peanut pearl pebble peculiar pedal peek \
    pelican pencil pendant penguin penny people pepper percent perform perhaps period person \
    petrol pharmacy phone physical pianist piccolo pickle picnic picture piece pier pillow pilot \
    pinball pink pinpoint pioneer pipe pirate pita pitcher place plain planet plaque plaster \
    platform player plaza please pledge plenty pluck plum plunge plural plywood poem poetry \
    point polite polka pond pool poppy popular porridge portion positive possibly posture potato \
    pottery poultry powder powerful practice praise precise predict prefer prelude premium \
    prepare present pretty previous price primary princess prior prism private problem process \
    produce profile progress promise pronoun proof property prosper protect proud provide public \
    pulp pulse pumpkin puppet purchase purely purpose pursue push pyramid quaint quality \
    quantity quarter queen query quest queue quick quiet quirky quote radius railway rainbow \
    ramp random range rapid rarely rascal rating rattle ravine razor react ready really reason \
    rebound rebuild recall receive recipe reckon recover recycle reduce redwood reed referee \
    refill reflect reform refresh refund regard region regular reign reindeer rejoice relax \
    release relief reload rely remain remember remind remove renew rental repair repeat replace \
    report request rescue research reside resource respond restore result retail retrieve return \
    reunion reuse reveal review rewrite rhino rhyme rhythm ribbon rich riddle rider ridge rigid \
    rinse ripple roadside roam robin robust rocky rodeo roll romance rooftop rookie root rope \
    rosemary rosy rotary rotor roughly routine royal rubber ruby rudder rugged ruler rumble \
    runner runway rustic saddle safety saffron salary salmon salt salute sample sandy sapphire \
    sash satin saucer sauna sausage save saving savvy scale scarf scatter scent scheme school \
    science scissors scoop score scrap screen scroll scrub scuba sculptor seafood search seaside \
    seat seaweed second secure seem seldom select self semi sense separate sequel serene series \
    service sesame settle setup several sewing shadow shaggy shallow shape sharp shawl shed \
    sheep shelter shepherd shield shift shine ship shiver shoe shopper shortly shoulder shovel \
    shower shrimp shuffle shuttle sibling sideways sigh signal silent silicon silk silly silver \
    similar simmer simply sincere single sister sitting size sketch skier skim skipping skirt \
    skyline slant slate sleeve slender slice slightly sling slope slot slowly slumber small \
    smart smile smooth snail snap sneaker sneeze snippet snooker snowy snug soak society socket \
    soda soil solar solely solid solstice solution solve someone sonata sonic soothe sort sound \
    soup source south soybean space sparrow speak special speech spell spend sphere spicy spider \
    spin spirit splash splendid split sponge spoon sporty spotless spouse spread spring sprout \
    spruce squeeze squid stack stadium staff stage stairway stallion stamp stand staple starter \
    statue stay steam steel stellar stereo stew sticky still stir stitch stomach stool stop \
    story stove straight street stripe strong student sturdy style subject submit subtle suburb \
    subway success sudden suede sugar suggest suit summary sunlight sunrise sunset supply \
    supreme sure surface surname surprise surround survey sustain swan sweater sweet swimsuit \
    swipe swirl syllable symbol symmetry symphony sync syrup system table tackle taco tactic \
    tailor take talented tally tandem tangible tapestry target tarmac task tasty teacher \
    teammate tease teenage telegram template tend terminal terrace texture thank thaw theme \
    theory thermal thick thing thistle thorough thought thread thrive throat thumb thunder tidal \
    tiger tilt timber time timid tinder tiny tissue title toad toaster today toddler together \
    token tomato tomorrow tone tongue tonight tooth topic torch tortoise totally tough tourist \
    toward tower town track trade traffic trail trash travel tray treaty treble trendy triangle \
    tribute tricky trio tripod triumph trolley trophy trot trousers true truffle truly trumpet \
    trunk trust truth tubular tuck tuition tulip tuna tundra tunic turbine turf turret turtle \
    tutor tuxedo tweak tweed twice twilight twin twitch typical ukulele ultimate umbrella umpire \
    unaware uncle uncommon under undo uneven unfold unicorn unify unison unite universe unknown \
    unless unlike unlock unpack unreal until unusual unveil upbeat upcoming update upgrade \
    uphill upkeep upland uplift upload upon upper upright upside upstairs upward urban urge \
    usage useful user usual utility utter vacation vacuum vague valet valid valley valuable \
    valve vanilla various vary vault vegan veggie vehicle veil velocity velvet vendor venture \
    verb verify verse vertical vessel vial vibe vibrant victory view vinegar violin virtue visit \
    vista visual vitamin vivid voice volcano voucher vowel voyage wafer waffle wage waiter walk \
    wallet walnut waltz wander want wardrobe warm washer watch waterway weather website wedding \
    weekly weigh welcome well west wetland whale wharf whatever wheat wheel whenever where whim \
    whisper wicker widely width wildlife willing window wing winner wireless wiring wisdom wise \
    within witty wizard wobbly woman wondrous wooden woolly worker world worthy wrap wreath wren \
    wrestle wrinkle wrist write yard yeah yearbook yellow yogurt yolk young yourself yummy zeal \
    zenith zipper zodiac zoology
    """
}
