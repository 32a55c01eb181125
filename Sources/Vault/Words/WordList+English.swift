extension WordTable {
  /// The 2,048 English words, sorted by byte value and separated by single spaces.
  /// Made from `Specs/words/english.txt`; a test compares the two byte for byte.
  static let english: StaticString = """
    abacus ability aboard above abroad absorb abstract abundant access account accurate achieve \
    acid acorn acoustic across active actor actress actual address adequate adjust admire adopt \
    adore advance advice aerial aerosol afford afloat after agency agile agree ahead airborne \
    airfield airline airport airship airway airy aisle alchemy algebra alive allow allure \
    almanac almost aloft aloha along alphabet already always amazing ambient amount amplify \
    amusing analyst anchor ancient animal ankle announce annual answer antenna anthem anvil \
    anyhow anyway apology apparent appear apple appoint approach apricot apron aptitude aptly \
    aquatic archer area argue arise armchair around arrange arrive arrow artist artwork ashore \
    aside asleep aspire assemble assist assorted assume asteroid athlete atom atrium attach \
    attempt attic attract auction audience aunt author auto autumn avenue average aviation avoid \
    awake award away awesome awkward axis axle azalea azure baby backup badger bagel baggage \
    baker balance balcony balloon bamboo banana bandage bank banquet banter barber barefoot \
    bargain barley barnyard baron barrel base bashful basic bathroom battery beach beam beard \
    beauty beaver become bedroom bedside bedtime beef beehive beetle begin behave beige believe \
    below belt benefit berry better beverage bicycle bike biology bird birth biscuit bison \
    bistro bizarre blanket blazer blend blink bliss blizzard blob block blossom bluebell blur \
    boat body boiler bold bonanza bonfire boogie book boost boredom borough borrow boss botany \
    both bottom boundary bouquet boutique bowl boxer bracket braid brake branch brass bread \
    breeze brick bridge brief bright brim bring broccoli bronze broom brother browse brush \
    bubble bucket buffalo buggy building bulge bumper bunch bundle bunting burrito business busy \
    button buzz cabbage cabin cadet caffeine calcium calendar call calorie camel campus canal \
    cancel candle canine canopy canteen canyon cape captain caramel carbon career carnival \
    carousel carpet carriage cartoon cashew castle casual category catfish cavern cedar ceiling \
    celery cellar central ceramic ceremony chair chalk champion channel chaos chapter charge \
    chase chat cheap check cheese chemist cherry chest chicken chief child chimney chin chipmunk \
    choice choose chorus chowder chuckle chunk chute cinema cinnamon circle citadel citrus city \
    civic claim clamp clarify classic clay clear clerk clever click cliff climate clinic cloak \
    clog clone closet clothes cloud clue clumsy cluster clutch coarse coast cocoa coffee college \
    column combine come comfy comic common company concept conduct confirm conifer connect \
    consider control convert cookbook copper copy coral cord corner corridor cosmetic cotton \
    couch country couple courage cousin cowboy cradle craft crane crater crawl creative creek \
    crescent crew crib cricket crisp crop crossing crowd crumb crunch crystal cube cucumber \
    cuddle cuff cuisine culture cupboard cupcake curious curly current cursor curtain curve \
    cushion custom cutlery cyclist cylinder cypress daddy daffodil daily dainty dance dart date \
    daughter dawn daydream daylight daytime dazzling debate debut decade decent decimal declare \
    decorate decrease deep define degree delay delegate delight deluxe demand demo dentist \
    depart depend deposit depth describe desert design desk destiny detect develop device \
    diagram diamond diary dice diet differ digest digit dignity diligent dimple dining dinosaur \
    director discuss dish display distant ditch divide dock doctor dolphin domain donate donkey \
    door dorm double dove download drain drawing dream dress drift drill drink drip drive \
    drizzle droplet drummer dryer dual duchess duckling dumpling duration during dustbin duty \
    dwelling dynamic eager eagle early earn earring earshot earth easel easily eastward easy \
    echo eclipse ecology economy edge edible edition educate eggshell elastic elbow elder \
    electric elegance elephant elevator elite elixir email embark emblem embrace emerald emotion \
    employ empty enable enamel encore ending endless energy engage engine enhance enjoy enlarge \
    enormous enrich ensemble ensure entire entry envelope epic episode equal equip erase errand \
    espresso essay essence estate estimate estuary ethics event everyday evidence evolve example \
    exchange exciting exclaim exercise exhale exhibit exist exotic expand expect explain express \
    extend eyebrow eyelid eyesight fabric fabulous face facility factory falcon family famous \
    fancy fantasy farewell farmer fashion fasten feast feature federal feedback feel feline \
    fence fennel fern festival fetch fiction fidget field fiesta figure film fine finger finish \
    fireman fishing fitness fitter flagpole flair flake flannel flat fleece flicker flight flint \
    flip floor floppy floral floss flourish flower fluent fluffy fluid focus foggy foliage \
    follow font food football forever forget fork formula fortune forward fossil foyer fraction \
    fragile frame free freight frequent fresh friend fringe frog frost frown frozen fruit fudge \
    full function fund funny furnace further fuse future fuzzy gain galaxy gallop garden garlic \
    garment garnish gateway gather gauge gazebo general genius gentle genuine geology geometry \
    gerbil gesture giant giddy gift gigantic giggle giraffe girl give glacial glad glance glass \
    glaze gleam glee glide glimpse globe glory glossy glow goal goblet goggles golden gong \
    goodbye goose gopher gorgeous gosling gourmet govern grab graduate grammar grand graph \
    grateful gravity great green grid grocery group grove growth guard guess guidance guild \
    guitar gulf gully gusto gymnast habit haddock haiku hail haircut half hallway hammer hand \
    hanger happy hardware hare harmony harness harvest haste haven hawk hawthorn haystack hazy \
    headband health heart heater heavy hedgehog height heirloom hello helmet help herald herd \
    heritage hermit heron hesitate hexagon hiccup hickory hide highway hiker hillside hinge hint \
    hippo history holder hole holiday hologram homework honest hoof hooray hopeful horn horse \
    host hour hover huge hula human humid hummus hurdle hurry husband hustle hutch hyacinth \
    hydrate hygiene hyphen icicle icing icon idea ignite iguana imagine imitate immense impact \
    import improve impulse inch include income increase indeed indigo indoor industry infant \
    inflate inform initial inlet input inquiry insert inside inspire instead insulate interest \
    invest invite involve irony island isolate item ivory jade jasmine jelly jetty jewel jigsaw \
    jogger join joke journal joyful joyous jubilee juggle juice jumbo jump juniper just kale \
    kangaroo karate kebab keen keeper kernel ketchup keyboard keyhole khaki kick kidney kilogram \
    kindness kingdom kitchen kite kitten knapsack knee knit knock know label lack lacrosse ladle \
    lady lagoon lamb landmark lane language lanky lantern lapse large lasagna laser lasso last \
    latitude latter laugh launch laurel lavender layout leader leafy league lean leapfrog \
    learner leash leave left legend leisure lemon length lens lentil leopard lesson lettuce \
    level library life lighten likely lilac lily limit linden linear lipstick liquid listen \
    literary little liver llama loaf lobby lobster local locker lodge logic lollipop lookout \
    loop loosen lorry lotion lounge lovely lucky luggage lukewarm lullaby luminous lunar \
    lunchbox lung luxury lyrics machine mackerel madam maestro magazine magenta magic magnet \
    magpie mahogany mailbox maintain majesty makeup mammoth manager manner mansion mantle manual \
    maple mapping marble margin marine market maroon marquee marry marsh marvel mascot masonry \
    massive master material matrix mattress mature maverick mayor maze meadow measure meatball \
    mechanic medium medley meet melody member memory mention meow merchant merge merit mermaid \
    merrily mesh metal meter method metro microbe midday midnight milkman mill mimic mind \
    mineral minimum minnow minor minute mirror mischief mixer mixture mocha modern modify moist \
    molasses money monorail month moonlit moped morning mosaic mosquito motel mother motive \
    mountain mouse movie much muddy mulberry mule multiply mumble mural muscle mushroom music \
    musk mustard mutual mystery myth nacho name nanny napkin narrator natural navigate navy \
    nearby neck needle negative nephew nerve network neutral newborn news next nibble niche \
    nickname nifty night nimbus noisy nominate noodle noon north nose notch notebook nothing \
    notice nourish novel nozzle nuance nugget number nurse nurture nutmeg nutrient nutshell \
    oatmeal oblong oboe observe obtain obvious occur ocean octave offer office offline offshore \
    often okay okra omit onion onward opening operate opposite option orbit orchard order \
    ordinary oregano organic original ostrich ounce outback outcome outdoor outer outgoing \
    outing outlet output outside outward oval oven overall owner oxygen oyster ozone packet \
    padlock pageant painter pair palette palm pamper pancake panel panic panther papaya parallel \
    parcel parent park parrot parsley party passage pastry path patient pattern pause pavement \
    pavilion payment peaceful peanut pearl pebble peculiar pedal peek pelican pencil pendant \
    penguin penny pension people pepper perch perform perhaps period perky person petrol petunia \
    pharmacy phone physical piccolo pickle picnic picture piece pier pigment pile pillow pilot \
    pinball pink pioneer pirate pita pitcher place plain planet plaque plaster platform player \
    plaza please pledge plenty plover pluck plum plural plywood podcast poem poetry point polite \
    pond pool poppy popular porridge portion positive posture potato pottery poultry powder \
    practice praise precise prefer prelude premium prepare present pretty previous price primary \
    princess prior private problem process produce profile program promise pronoun proof \
    property protect proud provide public puffin pullover pulp pulse pumpkin punctual puppet \
    purchase purpose pursue push pyramid quaint quality quantity quarter queen query quest queue \
    quick quiet quirky quiz quote radius railway rainbow ramble ramp random range rapid rating \
    rattle ravine razor react ready really reason rebound rebuild recall receive recipe reckon \
    recline recover recycle reduce redwood reed refill reflect reform refresh refund regard \
    region regular reign reindeer rejoice relax release relief rely remain remember remind \
    remove renew rental repair repeat replace report request rescue research reside respond \
    restful result retail retrieve return reunion reuse reveal review rhino rhyme rhythm ribbon \
    rich ricotta riddle rider rigid rinse ripen ripple riverbed roam robust rocky rodeo roll \
    romance root rope rosemary rosy rotary rotor routine royal rubber ruby rucksack rudder \
    rugged ruler runner runway rustic saddle safety saffron sailboat salary salmon salt salute \
    sample sandy sapphire sash satchel satin saucer sauna save saving sawdust scale scarf \
    scatter scent scheme school science scissors scone scoop scrap screen scribble scroll scrub \
    scuba sculptor seafood search seaside seat seaweed second section secure seem seesaw select \
    self semester semi senior sense separate sequel serene series service sesame settle setup \
    shadow shallow shape sharp shawl shed sheep shelter shepherd shield shift shine ship shiver \
    shoe shortly shoulder shovel shower shrimp shuffle shuttle sibling sideways sigh signal \
    silent silicon silk silver similar simmer simply sincere single sister sitting situate size \
    sizzle sketch skier skim skipping skirt skyline slant slate sleeve sleigh slender slice \
    slipper slope slot slumber smart smile smock smooth smudge snail snap sneaker sneeze snippet \
    snooker snore snowy snug soak soapy society socket soda software soil solar solid solstice \
    solution solve sonata songbird sonic sonnet soothe soprano sort sound soup source south \
    soybean space sparrow spatula speak special speech spell spend sphere spicy spider spin \
    spirit splash splendid split sponge spoon spotless spray spread spring sprout spruce squash \
    squeeze squid stack stadium staff stage stairway stallion stamp stand staple starter statue \
    stay steam steel stellar stereo stew sticky still stir stitch stool stop story stove \
    straight street stripe strong student sturdy style subject submit subtle suburb subway \
    success sudden suede sugar suggest suit summary sunbeam sundial sunlight sunrise sunset \
    super supply supreme sure surface surname surprise surround survey sushi sustain swan \
    sweater sweet swimsuit swirl swivel sycamore syllable symbol symmetry symphony syrup system \
    table tackle taco tactic tadpole tailor take talented tally tandem tangible tapestry tapioca \
    target tarmac tartan task tasty teacher teammate teapot teenage telegram tend terminal \
    terrace texture thank thatch thaw theme theory thermal thick thimble thing thistle thought \
    thread thrive throat thumb thunder tiara tidal tiger tilt timber time timid tinder tinfoil \
    tinsel tiny tissue title toad toaster today toddler toenail toga together token tomato \
    tomorrow tone tongue tonight toolbox tooth topaz topic topple torch tortoise tough tourist \
    toward tower town track trade traffic trail transfer travel tray treaty treble trellis \
    trendy triangle tribute tricycle trinket trio tripod triumph trolley trophy trot trousers \
    true truffle truly trumpet trunk trust truth tubular tuck tugboat tulip tumbler tuna tundra \
    tunic turbine turf turnip turret turtle tutor tuxedo tweak tweezers twilight twin twist \
    twitch typeface typical ukulele ultimate umbrella uncle uncommon unfold unicorn unify unison \
    unite universe unknown unlock unpack unplug unusual unveil unwrap upbeat upcoming update \
    upgrade uphill upkeep upland uplift upload upper upright upside upstairs upward urban urge \
    usage useful user usual utensil utility utter vacation vacuum vague valet valid valley \
    valuable valve vanilla various vary vault vegan vehicle veil velvet vendor venture verb \
    verify verse vertical vessel vial vibe vibrant victory video view vinegar vinyl violin \
    virtue visit vista visual vitamin vivid voice volcano vowel voyage wafer waffle wage waiter \
    walk wallet walnut waltz wander want wardrobe warm washer watch waterway wayside wear \
    weather website wedding weekly weigh welcome well west wetland whale wharf wheat wheel whim \
    whisper wicker widen width wildlife willing window wing winner wintry wipe wireless wisdom \
    wisp witty wizard wobbly woman wombat wooden woolly wordplay worker world worthy wrap wreath \
    wren wrestle wrinkle wrist write yard yearbook yellow yogurt yolk yonder young yummy zeal \
    zenith zephyr zipper zodiac zoology
    """
}
