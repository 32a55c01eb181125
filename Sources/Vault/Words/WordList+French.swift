extension WordTable {
  /// The 2,048 French words, sorted by byte value and separated by single spaces.
  /// Made from `Specs/words/french.txt`; a test compares the two byte for byte.
  static let french: StaticString = """
    abaisser abdos abeille abonner abord aboutir abri absence absolu abstrait acacia accepter \
    accorder accrocher accueil achat achever acide acier acolyte acompte acronyme acteur action \
    actuel adapter addition adieu adjectif adjoint admettre admirer adoption adorable adoucir \
    adresse adulte affaire affection afficher afin agence agir agiter agneau agrandir agricole \
    agrumes aider aiguille ailes ailleurs aimable ainsi airs aisance ajouter ajuster alentour \
    algue aligner aliment aller alliance allonger allumer almanach alors alpha alpin alterner \
    altitude aluminium amalgame amande amas amateur ambiance ambre ambulant amer amical amies \
    amont amorce amour ampleur ampoule amuser analyser ananas ancien ancrage anecdote angle \
    animer annales annexe annoncer annuel anodin anonyme anse antenne antique apaisant aplomb \
    appareil appeler appliquer apporter approche appui apte aquatique aqueduc arbitre arbres \
    arbuste arcade arche arcs arctique ardeur ardoise argent argile armoire armure arranger \
    arriver arroser article ascenseur aspect asphalte aspirer asseoir assister associer \
    assurance astre astuce atelier atlas atomes atout attacher attendre attirer attrait aubaine \
    auberge audace audio augmenter aurore aussi autant automne autrement avaler avant avatar \
    avec aventure averti aviateur avion avis avocat avoine avouer avril azote azur badge \
    badminton baguette baie baignade bains balade balcon baleine balise ballons bambou banane \
    banc bandeau banlieue banquier barbe baril baroque barrage basculer baseball basique basket \
    bassin bateau batterie bavard bazar beaucoup beignets belle benne berceau berges berline \
    besoin betterave beurre biathlon biberon biceps biche bidon bien bijoutier bilan bilingue \
    billet binaire biographe biologie biscuit bisou bistrot bitume bizarre blabla blague \
    blanchir blason bleu blindage blocage blog bloquer blouson blues bobine bocal boire bolide \
    bonbon bondir bonheur bonjour bonnet bonsoir boomerang bordure borne bosquet botanique \
    boucle boudin bouger bouillir boulot boum bouquin bourse boussole bouton bouvier bowling \
    boxeur bracelet branche bras brave brebis bref bretelle brevet bricoler bride brillant brin \
    brioche brique briser brochure broderie bronze brosser brousse broyer bruits brume brunch \
    brusque brut bruyant budget buffet buisson bulbe bulletin buteur butin buts cabane cabinet \
    cabriolet cacao cachette cactus caddie cadence cadre cagnotte cahier caillou caisse calcul \
    calibre calmer calories camarade camembert camion campagne canard candidat canine canot \
    canton canular capable capitale capote caprice capsule capter capuche caravane carbone \
    caresse cargo caribou carnet carotte carrelage cars cartouche cascade case casque casserole \
    casting catalogue causer caution cavalier caverne ceci ceinture cela cellule centime \
    cependant cercle cerf cerise cerner certain cerveau cesser chacun chaise chaleur chambre \
    chance chapeau chaque charbon chaton chauffer chemin chenille chercher cheval chez chic \
    chien chiffre chignon chimique chiot chocolat choix chorale chose chou chronique chute cible \
    ciel ciment cintre circuit cire cirque ciseaux citation citer citron civil clair clarifier \
    classe clavier clef clics client climat clin cliquer cloche cloison clore clos clown club \
    cobalt cocher coco coder coffret coiffure coincer colis collier colonne colza combien \
    comique commun complexe comte concours conduire confort conjoint connexion conseil contrat \
    convoi cookie cool copain copie coque corail corbeau cordon coriace corneille corps corriger \
    cosmos costume coteaux coton cottage coucou coudre couette couleur couper court coussin \
    couture couvert coyote crabe craindre crampons cran crapaud craquer cravate crayon creux \
    crevette crier cristal critique crochet croire croquis crucial crue cueillir cuisiner cuivre \
    culinaire culot culturel cumul curieux curry curseur cuve cycle cygne cylindre dalle dame \
    danser dater dauphin davantage debout dedans dehors delta demain demeure demi dentelle \
    depuis dernier descente design dessus destin devant devenir devise devoirs diagonale \
    dialogue diamant diapason dicter diffuser digestif digital digne diligence dimanche \
    dimension diminuer dinosaure diplomate directeur diriger discours disposer disque dissiper \
    distance divan divertir division docile docteur document dodo doigt domaine domicile dommage \
    donation donc donjon donner dormir dortoir dosage dossier doubler douceur doudou douille \
    douter doux doyen dragon drapeau dresser droit drone duchesse dune duos duplex durable \
    durcir durer duvet dynamique eaux effacer effet efficace effort elfe ellipse embarras \
    embellir embrasse emmener empathie empereur empire emploi emporter emprunt encadrer enclos \
    encre endormir endroit enduit enfant enfiler enfoncer engager engin engrenage enjeu enlever \
    enrichir enseigne ensuite entamer entendre entier entourage entrain envers environ envoi \
    ergonomie ermite erreur escalier escorte escrime espace esplanade espoir esprit esquisse \
    essai essentiel essieu essor essuyer estampe estimer estomac estrade estuaire exact examiner \
    excellent exclusif excuse exemple exercice exiger exister exit exotique expert exploit \
    exposer exprimer exquis externe extrait fabricant fabuleux facette facile facture faible \
    faire faisable falaise fameux famille fans fantaisie farine fatiguer faubourg faucon faune \
    fauteuil faveur favori feinte femme fermer ferry fertile festif feuille fibre ficelle \
    fichier fiction fier fiesta figurer filature filet fille filmer filon fils filtre final \
    finesse finir fioul firme fissure fiston fixation flacon flamme flanc flaque flash fleur \
    flexible flipper flocons floraison flotte flou fluide fluvial flux foin folie folk fonction \
    fond fontaine football forage forcer forestier forfait forgeron format fort fossile fougue \
    fouiller foulard fournir foyer fraction fragile frais framboise franchir fratrie freestyle \
    frein fresque fret friche frigo frileux frisson frites froid fromage front frotter fructueux \
    fruit fuir fuite fuseau fusion futur gabarit gadget gaffe gagner gaillard galaxie galerie \
    galop gamelle gamin gamme garantie gardien garer garniture gaspiller gauche gaufres gazette \
    gazon geler gendre genou gens gentil gestion gilets gingembre girafe giron glacier glisser \
    global gloire glossaire glucose gnome gobelet golf gonfler gorge gorille goudron gourmand \
    goutte gracieux grade graffiti graisse grammaire grandeur graphique gratuit gravure grenier \
    griffe grignoter griller grimper gris grossir grotte groupe guichet guidon guignol guilde \
    guise guitare gymnase habitude halo hamburger hameau hanche handball hangar haricot harmonie \
    harnais harpe hasard hautement havre hebdo herbe heure hexagone hibou hilarant hippie hisser \
    histoire hiver homard homme honneur honorer hoquet horaire horizon horloger horoscope \
    houblon houle housse huile humain humble humide humour hybride hymne hypnose iceberg idem \
    identique idylle ignorer illustre image imiter immeuble immobile impasse impliquer imposer \
    imprimer impulsion inattendu inclure inconnu index indice industrie infini influence \
    informer infusion initier innocence inox inscrire insecte insigne insolite inspirer instant \
    intact interne intime intrigue intuitif inutile inverse inviter iode ironie isoler issue \
    ivoire jade jadis jaguar jamais jambe janvier jardin jargon jarre jasmin jauge jersey \
    jetable jeter jeudi jeune jockey jogging joie joint joker joli jongler joueur jour joyau \
    joyeux judicieux juillet juin jumeau junior jupe jusque justement juteux kaki kangourou \
    karting kayak kebab ketchup kiosque klaxon labeur labo lacet lagon laine laisser lait lama \
    lampe lancer langage lanterne lapins laps lardons largeur larme laurier lavage laver lavoir \
    leader lecture lendemain lentement lessive lettre levier levure lexique liaison liasse \
    libraire licence licorne liens lieu lignes ligue lilas lime limite limonade limpide linge \
    lion liquide lisible lister lithium litres littoral livrer locataire loft logement logique \
    lointain loisir long lorsque losange lots louable louer loufoque loup lourd loyal loyers \
    lucarne lucide ludique lueur luge lumineux lunaire lundi lunettes lustre luxueux lynx lyre \
    lyrique macarons machin madame magasin magique magma maillot maintien mairie maison majeur \
    major majuscule malice mallette maman mamie mammouth manches mandarin manette manga \
    manivelle mannequin manoir manquer manteau manuel maquette marais marbre marcher mardi marge \
    mariage marketing marmite marque marron mascotte masques massif match matelas maths matin \
    matrice mature mauve maxi mayo meilleur membre mener mensuel menton menu merci merle \
    merveille mesdames message mesure mets metteur meuble meunier micro midi miette mieux mignon \
    milieu mince mineur ministre minou minuit miracle miroir mise mission mistral mixage mixte \
    mobilier moderne modifier module moelleux moindre mois mollet moment mondial moniteur \
    monnaie monologue monsieur montre moral morceau morse mortier motard moteur motif moto \
    mouchoir moue moulin moustache moutarde mouvement moyens muffins multiple municipal muraille \
    muret murmure murs musique must mutuel mythique nacelle nager naissance narratif natation \
    naturel nautique naval navette navire neige nettoyer neurones neutre neuve neveu nickel \
    ninja noble nocturne noir noisette nomade nombre nominal nommer noms nordique normal \
    nostalgie notamment note notion nouilles nounours nourrir nouveau novateur novembre novice \
    noyaux nuage nuancer nuit nuque nutrition oasis objet obliger obscur observer obstacle \
    obtenir occasion occuper ocre octave octobre oculaire odeur odorat officiel offre oies \
    oignons oiseau olivier olympique ombrage omelette omnibus oncle onde onglet opaque open \
    opinion opposer opter optique orages orange orateur orbite orchestre ordinaire ordonner \
    ordre oreille organe orgue orient origine ornement orteil oser ossature oubli ouest ourson \
    outil ouverture ouvrage ovale ovation ovni oxyde ozone pacha pacifique pacte page paiement \
    paille paires paisible paix palais palette pallier palme panache pancarte panda panel panier \
    panneau panoplie pantalon paon papeterie papi papyrus paquebot parade parc pardon pareil \
    parfait parking parler parmi parole parquet parrain partie parution parvenir passer pastel \
    patate paternel patience patois patron pattes pavillon payant payer paysage peau peigne \
    peintre pelage pellicule pelouse peluche pencher pendule pension pente percer perles permis \
    perruque personne pertinent peser petit peuple phare phoque photo phrase physique pianiste \
    pics pied pierre pigeon pigment pile piliers pilote pinceau pingouin pioche pionnier piquer \
    piscine piste pivot pixel pizzeria placer plafond plages plaisir plan plaquer plastique \
    plateau playlist plein pleuvoir plier plis plombier plonger pluie plumage plupart pluriel \
    plusieurs pluvieux pneu pochette poids poignet pointe poirier poisson poivre polaire \
    politesse pollen polo polygone pommade pompier ponctuel pondre poney pont populaire porche \
    porte position possible poster potable potentiel potier poubelle pouce poulet poumon \
    pourquoi pousser poutre pouvoir prairie pratique premier prendre pression preuve primaire \
    principe prisme priver probable prochain produit profil programme projet prologue promesse \
    prononcer propre prose protocole prouver province prudent pseudo publier pubs puisque puits \
    pull puma pupitre purement puzzle pyjama pyramide qualifier quand quartier quasi quatuor \
    quel quenelle question quiche quitter quoi quotidien rabais raccord racheter racine raclette \
    raconter radieux rail raisin ralentir rallye ramasser ramener ranch rand ranger rapide \
    rappel rare rasage raser rasoir rassurer ratio rattraper ravi rayonner rayures rebond \
    recevoir recherche recours recruter recto recueil recycler redevenir redire redonner \
    redresser refaire refermer reflet refonte refrain regarder registre regretter reine rejeter \
    rejoindre relation relever relier remarquer remettre remise remonter remplir remuer \
    rencontre rendement renfort renoncer rentrer renvoyer repas repenser repli reposer reprendre \
    reptiles respirer ressort rester retard retenir retirer retourner retrait revenu revivre \
    revoir revue rhume richesse ricochet rideau rigide rigole rincer ring rires rituel rivage \
    rive robe robinet robot robuste rocade roche rock roller romancier rompu rondelle roquette \
    rosette rosiers rossignol rotation rouages roues rouge rouleau routier rouvrir royaume ruban \
    rubis rubrique rude ruelle rugby rugueux ruisseau rumeur running rural rustique rythme sabot \
    sachet sacoche sacs safari safran saga sagesse saisir salaire salive salles salsa salut \
    samba samedi sandwich sanglier saphir sapin sardines satellite satisfait sauce sauf saumon \
    sauver savane saveurs savon saxophone scanner sceller scierie scolaire scrabble script \
    sculpture secouer secret section seigle selfie selon sels semaine sembler semer sensible \
    sentir septembre serein serment serrer servir session seuil seulement shopping short sieste \
    sifflet signaler silence sillon silo similaire simple simuler singulier sinon sinus sirop \
    site situation skate skieur skis slalom slogan smiley smoking snack snowboard sobre soccer \
    social socle soif soigner soirs soja solde soleil solidaire soluble sommet sonate sondage \
    songer sonnerie sonore sons soprano sortir sosie souche soudain souffle souhait souk \
    soulever soupe sourire soutenir souvent spacieux spaghetti spatial spectacle sphinx spirale \
    splendide sponsor sportif spot spray sprint square stable stade stagiaire standard star \
    statut steak stellaire step stock stopper store streaming strict structure studio stylo \
    subir sublime subtil sucette sucre suffire suivant sujet superbe support surfer surgir \
    surmonter surnom surplus sursaut surtout survol susciter suspense sweat syllabe symbole \
    sympa synchro synonyme syntaxe tableau tabouret tactique tailler talent talon talus tambour \
    tampon tandis tango tanner taper tapis taquiner tard tarif tartine tasse tata tatouage taupe \
    taureau taxe technique teint tellement temps tenace tendance tenter tenue terminer terne \
    terrain test texte thermique thon tibia tiers tige tigres tilleul timbre timide tirage tirer \
    tiroirs tisane tissu titan titre titulaire toast toboggan tofu toilette toison tomate tomber \
    tome tondeuse tonique tonnerre tonton topo torchon torrent torsion tortue total totem \
    toucher touffe toujours tourner toutefois tracer traduire trafic train trajet tramway \
    transport trappe travail treillis trek tremper tresse triathlon tribune tricot trilogie \
    trimestre triomphe triple trompette tronc trop trottoir troupeau truc truffes truite tube \
    tuiles tulle turbo turquoise tuto tuyau twist tympan type typique ultime ultra unanime \
    uniforme union unique unir unisson unitaire univers urbain usager usine usuel usure utiliser \
    utopie vacances vache vaguement vaillant vainqueur vaisseau valable valeureux valider vallon \
    valoir valse vanne vanter vapeur varier vaste vecteur vedette veiller velours vendredi venir \
    ventre verbes verdure verger vernis verrou version vertige vestiaire viaduc viande vibrer \
    victoire vidange vide vieillir vigilance vignette vigoureux vigueur viking village vinaigre \
    vintage vinyle violon virages virgule virtuel visage viser visite visuel vital vitesse \
    vitrine vivant vivement vivier vivre vocation vogue voici voile voirie voisin voiture voix \
    volant volcan volet volley volume voter vouloir voyager voyelle vrac vraiment vrille vues \
    western yacht yaourt yeux zinc zodiaque zoologie zoom
    """
}
