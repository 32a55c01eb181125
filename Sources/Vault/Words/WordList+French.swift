extension WordTable {
  /// The 2,048 French words, sorted by byte value and separated by single spaces.
  /// Made from `Specs/words/french.txt`; a test compares the two byte for byte.
  static let french: StaticString = """
    abeille abonner abord aboutir aboyer abricot absolu abstrait acacia acajou accepter accorder \
    accueil achat achever acide acier acolyte acompte acrobate acteur action actuel adagio \
    adapter addition adieu adjectif admettre admirer adoption adorable adoucir adresse adulte \
    adverbe affaire afficher agate agence agir agiter agneau agrafe agricole agrume aider aigre \
    aiguille aile aimable airelle aisance ajouter ajuster albatros alentour aligner aliment \
    aller alliance allonger allumer almanach alouette alpha alpin alterner altitude amalgame \
    amande amarrer amateur ambiance ambulant amical amont amorce amour ample ampoule amuser \
    analyse ananas anchois ancien ancrer anecdote aneth angle angora animer anis annales annexe \
    annoncer annuel anodin anse antenne antique apaiser aplatir aplomb appareil appeler apporter \
    approche appui apte aqueduc arachide arbitre arborer arbre arbuste arcade arceau arche \
    arctique ardoise argent argile arlequin armoire armure arranger arriver arroser article \
    aspect asphalte aspirer asseoir assister associer assureur astre astuce atelier atlas atoll \
    attacher attendre attirer attraper auberge audace audio aurore automne autruche auvent \
    avaler avant avatar aventure aveu aviateur avion aviser avocat avoine avouer avril axiome \
    azimut azote azur babouin badge baguette baignade bain balade balcon baleine balise ballet \
    bambou banane banc bandeau banjo banlieue banquier baobab baquet barbe baril barnum baroque \
    barrage baryton basculer baseball basilic basket bassine bateau batterie bavard bazar beau \
    beffroi beignet belette belote benne berceau bergerie besoin bestiole beurre biathlon \
    biberon biche bicolore bidon bidule bien bijou bilan bilingue billard binaire biologie \
    biplace biscotte bitume bivouac blague blanchir blason bleu blindage bloc bloquer blottir \
    blouson blues bobine bocage boire bolide bonbon bondir bonheur bonjour bonnet bonsoir \
    bordure borne bosquet boucle bouger bouillir bouleau bouquin bourse boussole bouton bouvier \
    bovin bowling boxeur bracelet braise branche bras brave brebis bref bretelle breuvage brevet \
    bricoler bride brillant brioche brique brochure broderie bronzer brosser brousse brownie \
    broyer brugnon bruit brume brun brusque bruyant budget buffet bulbe bulletin buse buteur \
    butin butoir buvette cabane cabinet cabriole cacao cachette cactus caddie cadence cadre \
    cagnotte cahier caillou cairn caisse calcul calepin calibre calmer calotte camarade camion \
    campagne canard candidat canevas canne canot canton canular capable capital capote caprice \
    capsule capter capuche caravane carbone cardigan caresse cargo caribou carnet carpette \
    carreau carte cascade case casque cassis casting causer caution cavalier ceinture cellule \
    cendrier centre cercle cerf cerise cerner certain cerveau chacal chaise chaleur chambre \
    chance chapeau charbon chaton chauffer chemin chenille chercher cheval chic chien chiffre \
    chignon chimique chiot chipoter chocolat choix choral chose chou chrome cible ciel cigale \
    cigogne ciment circuit cirque citation citer citron civil clair clameur clapet claque classe \
    clavier clef client climat cliquer cloche cloison clore clos clouer clown club cobalt \
    cocarde cocher coco coffret coiffure coincer colis collier colonne colza combien comique \
    commun comptoir comte concours conduire confort congeler conjoint conseil contrat convoi \
    cookie cool copain copie coquin corail corbeau cordon corolle corps corriger corsage cosmos \
    cosse costume cosy coteau coton cottage coucou coudre couette couleur couper court coussin \
    couture couvert coyote crabe craindre crampe craquer cravate crayon cresson creux crevette \
    crier crin cristal critique crochet croire croquis cruche crue crumble cubique cueillir \
    cuiller cuisiner cuivre cultiver cumin cumulus curcuma curieux curry curseur cuve cycle \
    cygne cylindre dalle dame damier dandy danser dater dattier dauphin daurade dedans dehors \
    delta demain demeure demi dentelle dernier descente dessus destin devant devenir devise \
    devoir diabolo dialogue diamant diapason dicter diffuser digestif digital digne dilater \
    dimanche diminuer dindon dire diriger discours disposer disque dissiper distance divan \
    divertir diviser docile docker docteur document dodu doigt dojo dolmen domaine domicile \
    dompter donation donjon donner dormir dortoir dorure dosage dossier doubler douceur doudou \
    douille douter doyen dragon drainer drakkar drapeau dresser droit drone dune duplex durable \
    durcir durer duvet dynamo effacer effet efficace effort effusion elfe ellipse embarras \
    embellir embout embrasse emmener emploi emporter emprunt encadrer enclos encoche encre \
    endive endormir endroit enduit enfant enfin enfler enfoncer engager englober engrais \
    enjamber enjeu enlacer enrichir enrouler enseigne entamer entendre entier entourer entrain \
    envers environ envoi ermite escalier escorte escrime espace espoir esprit esquisse essaim \
    essieu essor essuyer estampe estimer estomac estrade estuaire exact examiner excuse exemple \
    exercice exiger exister exit exotique expert exploit exposer exprimer exquis externe extrait \
    fabuleux facette facile facture faire faisan falaise fameux famille fanion farcir farfelu \
    farine fatiguer faubourg faucon faufiler faune fauteuil faveur favori feinte femme fenouil \
    fermer ferry fertile festif feuille fiable fibre ficelle fichier ficus fier figurer filature \
    filet fille filmer filon filtre final finesse finir fioul firme fissure fiston fjord flacon \
    flamme flanc flash flegme fleur flexible flipper florin flotte flou fluide fluvial flux foin \
    folie folklore fonction fond fontaine footing forage forcer forgeron format fort fossile \
    fougue fouiller foulard fournir fragment frais franchir fratrie frein frelon fresque fret \
    friand friche frigo frileux frise friture froid fromage front frotter fructose fruitier fuir \
    fuite fusain fuseau fusion futur gabarit gadget gagner gaillard gaine galaxie galerie galion \
    gambader gamelle gamin gant garantie gardien garer garnir gasoil gaspacho gauche gaufre \
    gazette gazon geai gecko geler gencive genou genre gens gentil gerbille gestion geyser gigot \
    girafe giron glacier glaise glaner glisser global gloire glouton gluant glucose glycine \
    gnome gobelet golf gomme gondole gonfler gorge gorille gouache goudron goujon goulot \
    gourmand goutte gracieux grade graffiti graisse gramme grandir graphe gratuit gravure grelot \
    grenier griffon grigri griller grimper gris grive grizzly grogner grossir grotte groupe \
    guichet guidon guignol guilde guimauve guise guitare gymnase habitude haie halo halte hamac \
    hameau hanche handball hangar hanneton hareng haricot harmonie harnais harpe hasard haut \
    havre heaume hectare herbier hermine heure hexagone hibiscus hibou hippie hisser histoire \
    hiver hochet homard hommage honneur honorer hoquet horaire horizon horloger houblon houle \
    hourra housse hublot huile hulotte humain humble humide humour humus hutte hydrater hymne \
    hypnose iceberg iconique igloo ignorer iguane illustre image imiter immeuble immobile impair \
    imposer imprimer inclure inconnu index indice indolore infini info infusion initier innocent \
    inodore inox inscrire insecte insigne insolite inspirer instant intact interne intime intro \
    intuitif inutile inverse inviter iode isoler issue ivoire jacinthe jacket jaguar jaillir \
    jais jambe janvier jardin jarre jasmin jatte jauge javelot jetable jeter jeton jeudi jeune \
    jockey jogging joie joint joker joli jonc jongler joueur joujou jour jovial joyeux judoka \
    juillet juin jumeau junior jupon juste juteux kaki karting kayak kermesse kimono kiosque \
    klaxon labeur labo lacet lagon laineux laisser lait lama lambris lampe lancer landau langage \
    lanterne laps largeur larme laurier lavabo laver lavis lavoir lecture lenteur lessive lettre \
    levain levier levure lexique liaison liane liasse libraire licence lichen licorne lieu \
    lifting ligue lilas limace limite limpide lingot linotte linteau lion liquide liseron \
    lisible lister literie lithium litre littoral livrer location logement loggia logique \
    lointain loisir long lotus louange loup lourd loyal loyer lucarne lucide ludique lueur luge \
    lumen lumineux lunaire lundi lunette lupin lustre luth lutrin luxueux luzerne lynx macaron \
    machin madame magasin magique magma magnolia maillot maintien mairie maison majeur major \
    malice mallette maman mamie mammouth manchot mandarin manette mangue manoir manquer manteau \
    manucure maquette marais marcher mardi marelle marge mariage marmite marotte marque marron \
    mars mascotte massif mastic matelas math matin matou matrice mauve maxi mayo meilleur melon \
    membre mener menton menu merci meringue message mesure mets metteur meubler meule meunier \
    mezzo mica micro midi miette mieux mignon mijoter mikado milieu mimer mimosa mince mineur \
    ministre minou minuit miracle miroir mise mission mistral mitaine mitoyen mixage mixte \
    mobile mocassin moderne modifier module moelleux moineau mois moka molette mollet moment \
    mondial moniteur monnaie monsieur montre moral morceau morse mortier motard moteur motif \
    moto mouchoir moue moufle moulin moutarde moyeu muffin muguet mulot multiple muraille \
    murmure muscade musette musique must mutuel myope myrtille nacelle nacre nager napperon \
    narrer natation nature nautique naval navette navire neige nettoyer neurone neutre neveu \
    nickel niveler noble nocturne noir noisette nomade nombre nominal nommer nordique normal \
    notable note notion nouer nougat nounours nourrir nouveau novembre novice noyau nuage \
    nuancer nuit nuptial nutritif oasis objet obliger observer obstacle obtenir occasion occuper \
    ocre octobre oculaire odeur odorat officiel offre ogive oiseau okapi olivier ombrage \
    omelette omettre omnibus omoplate oncle onctueux onde onglet onyx open opinion opposer opter \
    optique orageux orange orbite ordonner ordre oreiller organe orgue orient origine orme \
    ornement orteil ortie osciller oseille oser osmose ossature otarie ouate oubli ouest ourlet \
    ours outil ouvrage ovale ovation ovni oxyde pacte paella page paille paisible paix palais \
    pallier palme palourde pampa panache pancarte panda panique panneau panoplie pantalon paon \
    papaye papi papoter papyrus paquebot parade parc pardon pareil parfait parking parler \
    parmesan parole parquet parrain partie parure parvenir passer pastel patate patience patois \
    patron pavage pavillon payant payer pays peigne peindre pelage pelouse peluche pencher \
    pendule pensif pente percer perdrix pergola perle permuter perruche personne peser petit \
    peuple phare phoque photo phrase physique pianiste pichet picot pictural pied pierre pieuvre \
    pigeon pilote pinceau pingouin pinson pintade pioche pionnier pipeau pique pirogue piscine \
    piste pivoter pixel pizzeria placer plafond plaisir plan plaquer plastic plateau plein \
    pleuvoir pliage plier plombier plonger plot pluie pluriel plus pluvieux pneu pochette podium \
    poids poignet pointe poireau poisson poivre polaire pollen polo polygone pommade pompier \
    poncer pondre poney pont porche porte position possible poster potager poterie potiron \
    poubelle pouce poulet poumon pourpre pousser poutre pouvoir prairie pratique premier preneur \
    prestige preuve primaire principe prisme priver prochain produit profil projet prologue \
    promesse pronom propre prose proton prouver province prudent prunier publier puiser puits \
    pull puma pupitre puzzle pyjama pyramide quai quartier quatuor quenelle question quiche \
    quille quinoa quitter rabais raboter raccord racheter racine raclette raconter radis \
    raffiner rafting rail rainure raisin rajeunir ralentir rallye ramasser rambarde ramener \
    ramoneur ramper ranch rand ranger rapide rappel rare rasage raser rasoir rassurer ration \
    ravir rayonner rayure rebond recevoir recharge recours recueil recycler redire redonner \
    refaire refermer reflet refonte refrain regarder registre reine rejeter rejouer relation \
    relever relier remblai remettre remise remonter remplir remuer rendre renfort rengaine \
    renifler renoncer rentrer renvoyer repas repenser replacer reposer reptile respirer ressort \
    rester retard retenir retirer retour retrait revenu revivre revue rhubarbe rhume richesse \
    ricochet rideau rieur rigide rigole rime rincer risotto rituel rivage riverain robe robinet \
    robot robuste rocade roche rock rodage roller romarin rompu rondelle roquette rosace rosette \
    rosier rotation rotin rotule rouble rouge roulotte rousseur routier rouvrir roux royaume \
    ruban rubis rubrique ruelle ruer rugby rugir rugueux ruisseau rumba rural rustique rythme \
    sablier sabot sachet sacoche safari safran saga sagesse saisir salaire salive salsa salto \
    salut samba samedi sandwich sanglier santal saphir sapin sardine sauce saumon sauver savane \
    savon saxo scanner sceller sciage scierie sciure scolaire score scrabble script sculpter \
    secouer secret secteur seigle selle semaine sembler semer semoule sensible sentir serein \
    serment serrer servir session seul shaker short sieste sifflet signaler silence sillon silo \
    simple simuler singe sinus siphon sirop site situer skate skieur slalom slogan smoking snack \
    sobre soccer social socle softball soif soigner soja solde soleil soluble sombrero sommet \
    sonate sondage songer sonnerie sonore sorbet sortir sosie souche soudain souffle souhait \
    soulever soupe sourire soutenir spacieux spatial sportif sprint square stable stade stagner \
    standard star statut steak step steward stock stopper strict strophe studio stylo suave \
    subir sublime subtil sucette sucre suffire suivant sujet sumo superbe support sureau surfer \
    surgir surnom surplus survol susciter suspense svelte sweat sycomore syllabe symbole sympa \
    synchro synonyme syntaxe tableau tabouret tactile taffetas tailler tajine talc talent talon \
    talus tamaris tambour tampon tango tanner taper tapis taquiner tarder tarif tartine tasse \
    taureau taux teckel teint temps tenace tendance tenture tenue terme ternir terrain test \
    texte thermos thon tiare tibia tiers tige tilleul timbre timide timon tinter tipi tirage \
    tirer tissu titane toast toboggan tofu toilette toison tomate tomber tome tonique tonnerre \
    tonton tonus topaze toque torchon torrent torsion tortue total totem toucher touffe toujours \
    toundra toupie tourner tout trace traduire trafic train trajet tramway trapu travail \
    treillis trek tremper tresse treuil tribune tricot trident trilogie trimaran tringle \
    triomphe triple triton trognon trombone tronc trop trottoir troupeau truite tube tulipe \
    tulle tuner turbo tutoyer tuyau tympan type typique ultime ultra unanime uniforme union \
    unique unir unisson unitaire univers usager usine usuel usure utiliser utopie vacance vache \
    vaillant vaisseau valable valeur valider vallon valoir valse vannier vanter varier vaste \
    vedette veiller velours vendredi venelle venir vent verbe verdure verger vernis verrou \
    version vertige verveine veston viaduc viande vibrer vidanger vide vigie vignette vigueur \
    village vinaigre vintage vinyle violon virement virgule visage viseur visite visuel vital \
    vitesse vitrail vivant vivier vivre vocal vogue voile voisin voiture voix volant volcan \
    volet volley voltige volume voter vouloir voyager voyelle vraiment vrille webcam yacht \
    yaourt yoyo yucca zapper zeste zigzag zinc zodiaque zone zoologie zoom
    """
}
