"""The words of the complaint firewall, in English and Spanish (see ``allegations.py``).

Regular expressions, separated by spaces: an underscore stands for a space. Without accents.
"""

#: Ranks and posts of enforcement.
RANKS = r"""
administrator agent agente agt\.? agte\.? alcaide alcaide(?:sa)? alcalde alcaldesa alguacil
asst_warden asylum_officer bailiff cabo capellan capitan(?:a)? capt\.? captain carcelero
celador(?:a)? chaplain chief chief_of_police cmdr\.? cmdte\.? comandante comisari[oa] comisionad[oa]
commander commissioner constable cop corporal cpl\.? custodi[oa] dentist dep\.? deputy deputy_chief
det\.? detective director director(?:a)? fto guard guardia head_of_security inspector
inspector(?:a)? investigator jailer jefe_de_policia jef[ea] k9_handler lieutenant lt\.? marshal
matron mayor of\. ofc\.? ofcial ofcr\.? offcr\.? officer oficial patrolman patrullero police_chief
policeman policewoman policia ranger sargento screener sddo sergeant sgt\.? sheriff
subdirector(?:a)? sup\.? superintendent supervisor supervisor(?:a)? teniente trooper tte\.? warden
"""

#: Others who hold power over people.
OTHERS = r"""
afianzador(?:a)? bail_bondsman bondsman boss capataz case_worker caser[oa] caseworker chofer clerk
coach conductor conductor(?:a)? contractor contratista counselor dean dispatcher driver duen[oa]
employer enfermer[oa] fiador(?:a)? fiscal foreman gerente handler judge juez(?:a)? landlady landlord
mayordom[oa] medic nurse patron(?:a)? principal prosecutor recruiter secretari[oa] superintendent
"""

#: People with these titles are more often those who speak.
TITLED = r"""
abogad[oa] attorney doctor doctor(?:a)? dr\.? entrenador(?:a)? interprete interpreter lawyer lic\.?
maestr[oa] manager medic[oa] mtr[oa]\.? notari[oa] notary owner pastor priest social_worker teacher
therapist trabajador(?:a)?_social translator
"""

#: What stands before a name or a nickname.
NAMED = r"""
alias apellid(?:o|ado) apodad[oa] apodan apod(?:o|aron) by_the_name_of call(?:s|ed)?_(?:him|her)
conocid[oa]_como de_apodo de_nombre (?:gave|give)_(?:his|her|the)_name_as goes_by known_as knows_as
last_name le_dicen llamad[oa] name_tag named nametag nicknamed se_llama surname un_tal una_tal
"""

#: What follows a rank or a role and is no name, as in "officer training" or "an officer said".
NO_NAME = r"""
a about academy accountability advocate after al algo also and ante antes any are as asi asked asks
association at aun be because been before board body but by cada can capacitacion center code como
complaint complaints con condado conduct could county coverage cual cuando de del department desde
did dijo do does donde durante during each el ella ellos en entre era es esa ese esta estan este
every federal federales for friendly from fue general gets guidelines ha hace had han handbook has
hasta have hay he her hiring his hours how identification if images in into is it its la las le les
liaison like line lo local locales los makes manual mas may me meeting mi might migratoria
migratorio misconduct must muy nada names near never ni no nos not o of office on only or other otra
otro our out over oversight para pay per pero photos policies policy por porque presence program
programs puede que questions quien ratio report reports review rights rules safety said saying says
school se sea ser session she shift shifts shortage should si sin so sobre some son staff staffing
station still stops su such survey sus tal tambien tan te than that the their them then there they
this tiene tienen to todo todos training trust un una under uniform union unit units until up va van
violence visits was we wellness were what when where which while who whose why will with without
would y ya yet you your

acted allowed amenaza amenazo answered arrested arrives asked asks beat beats call called calls came
cannot checked comes debe deben denied deny detained detuvo dice dicen drove entered explained
explains explica explico finds followed gave gives goes golpea golpeo grabbed habla held hit hits
hizo keeps kept knew knows lets lied listens llama llamo llega llego looks made mintio needs nego
niega paro pega pego pide pidio pointed pregunta pulled pushed quiere quito refused refuses
respondio sabe searched sees shot shows speaks spoke stop stopped stops takes talked tells
threatened told took trabaja trato tried usa uses vino wants wears went worked works yelled
"""

#: What speakers do, whose names are no allegation.
SPEAKS = r"""
agradece agradecio ask asked asks comenta comento cuenta dice explained explico hopes noted opina
pide pidio pregunta pregunto presented propone proposes quiere says suggested suggests sugiere
thanked thanks thinks told_us wants worried worries
"""

#: A street or a school may have the name of a person.
PLACES = r"""
ave avenue blvd bridge checkpoint county hall office park plaza rd road school st street
"""

#: What people are accused of.
HARM = r"""
abus\w* alter(?:ed|s) arrest(?:ed|s) asked_for_money assault\w* attack\w* baton beat beaten beating
beats bit bites bite[s]? bitten blackmail\w* bleed\w* blocked bragg\w* brib\w* broke bruis\w*
bull(?:y|ied|ies|ying) burn(?:ed|t) called_\w+_a
call(?:ed|s|ing)_(?:her|him|them|us|me|ice|immigration|\d) charged charg(?:ed|es)_\W?\d cheat\w*
chok\w* coerc\w* color_de_piel crush\w* cuffed curs(?:ed|es) dead death delet\w*
den(?:y|ied|ies|ying) deport\w* destroy\w* detien\w* die[ds]? discriminat\w* drag\w* drove_off
dump(?:ed|s) echo_(?:el|la|encima) eras\w* evict\w* expos(?:ed|es|ing) extort\w* fak\w* falsif\w*
find_your follow(?:s|ed|ing) fondl\w* forc(?:ed|es|ing) forg(?:ed|es|ing)
gave_.{1,60}_(?:to_the_deputies|to_ice|to_immigration|to_the_agents|to_the_police) gave_them go_back
go(?:es)?_in_the_trash grabb\w* grop\w* gun handcuff\w* hand(?:s|ed|ing)_over hang(?:s|ing)?_up
harass\w* held_.{0,30}_hrs held_(?:him|her|them|my|us) hid hit hits hitting
holds_(?:people|ppl|them|him|her) hoyo humiliat\w* hung_up hurt\w* ignor\w* injur\w* insult\w*
intimidat\w* jalo jerk(?:ed|s) joked keeps_(?:stopping|pulling|calling|asking)
keeps_(?:the|his|her|their) kept kick\w* kidnap\w* kill\w* kne(?:e|ed|lt)\w* la_migra laugh\w*
leak(?:ed|s) learn_english leer\w* left_(?:him|her|them|me|my|us|the|a|an)
let_(?:dog|the_dog|agents|ice) let_the_dog lied lies lock(?:ed|s) lying
made_(?:him|her|them|us|me|my|his|people|women|men) misstat\w* mock\w* molest\w* murder\w*
no_subpoena no_warrant only_stops overcharg\w* pepper.?spray\w* phone_ice picks_(?:on|which) pinn\w*
plant(?:ed|s) plead_guilty pocket\w* point(?:ed|s|ing)_a_gun profil\w* pulled_(?:a|out|gun)
pull(?:ed|s) punch\w* punish\w* push\w* racial\w* racist\w* raid\w* ran_over rap(?:e|ed|es|ing)
reads_their refus\w* report(?:ed|s)_.{1,30}_to_(?:ice|immigration)
report(?:ed|s)?_(?:her|him|them|me|us) retaliat\w* ripp\w* rob(?:bed|s|bing) said_no scam\w*
scar(?:ed|es|ing) scream\w* search(?:ed|es|ing) sells sent_(?:him|her|them|me|us)_(?:out|away|home)
sexual\w* shackl\w* shoots? shot shout\w* shov\w* shut_(?:off|the) slam\w* slap\w* slur\w* smash\w*
sold solitary spank\w* spat spied spit\w* spray(?:ed|s) stalk\w* star(?:ed|ing)_at starv\w* steal\w*
stole\w* stops_only strangl\w* strik(?:es|ing) strip\w* struck switched_off swor[en] tackl\w*
tas(?:e|ed|ing|er\w*) tear(?:s|ing)_up threat\w* threw throws tip(?:ped|s)_off
told_(?:her|him|them|us|me)_to
t(?:ook|akes|aken|aking)(?!_(?:q|questions|notes|part|time|over|place|calls)) tore toss\w* touch\w*
trash(?:ed|es) tripp\w* turned_off turn(?:ed|s)_in twisted twist\w* underpaid undress\w* unpaid
wages watch(?:es|ed)_(?:them|her|him|women|us) wetback\w* withh\w* without_anesthesia
without_(?:asking|any|a_warrant|warrant) would(?:n't|nt|_not)_(?:see|let|give|call|open|stop|take)
wound\w* w/?out_(?:asking|any|a_warrant|warrant) wrong_medication wrote_in yank\w* yell\w*

abofet\w* abus\w* acos\w* acus(?:o|aba) agred\w* ahorc\w* aislamiento amenaz\w* apag(?:o|aba)
apret\w* arranc(?:o|a|aba) arrastr\w* ataco atropell\w* avento avis(?:o|a)_a borr(?:o|aba) burl\w*
cachetada cachet\w* castigo castig\w* chantaj\w* choc(?:o|aba) cobr(?:o|a|aba) colg(?:o|aba)
copi(?:o|aba) dej(?:o|aba)_(?:a|sin|tirad\w*|al|que) dej(?:o|aba)_morir delat\w* denuncia_a
denunci(?:o|arlo|arla|arlos) desnud\w* despid\w* deten(?:iendo|erlos|erme|erlo|erla) detuvo
devolv\w* discrimin\w* dispar\w* echarle empuj\w* encerr\w* enga(?:n|ñ)\w* entreg(?:o|a|aba)
escondi\w* escup\w* espant\w* espos\w* estaf\w* estrangul\w* extorsion\w* falsific\w*
forz(?:o|aron|aba) fuerza_a golpe\w* grit(?:o|a|aba|aron) groseri\w* hiri\w* hosti(?:g\w*) humill\w*
ignor(?:o|a|aba) insult\w* intimid\w* jal(?:o|aba|oneo)\w* lastim\w* lesion\w* maltrat\w* manose\w*
mat(?:o|aron) miente[n]? min(?:tio|tieron|tiendo) mojad\w* mord(?:io|er) moreton\w* muert[oa]
muri(?:o|eron) neg(?:o|aba|aron|ado) niega\w* no_(?:dejo|deja|quiso|quiere|llamo|contesta|dio)
no_(?:les|le|nos)_(?:paga|pago|dio|dan|dejo) oblig\w* orden(?:o|aba) para_(?:puros|solo|a)
paro_(?:\d|a|sin|solo) patad\w* pate\w* peg(?:o|a|an|aron|aba|ado) persig\w* pidio_dinero
pis(?:o|aba|oteo) pistola pun(?:etazo|etazos) qued(?:o|a)_con quem\w* quit(?:o|a|aba|aron|arle)
rasg\w* registr(?:o|aba)_(?:a|su|la|el|sin) report(?:o|arlo|arla|arlos|ar)_a retien\w* retuv\w*
revis(?:o|aba) rob(?:o|a|aba|aron|ado) romp\w* se_metio se_rio (?:se_)?ri(?:o|e|eron)_de
sigui(?:o|endo) sin_atender\w* sin_(?:medicin\w*|agua|comida|atencion)
sin_(?:orden|motivo|permiso|razon) soborn\w* tir(?:o|aba)_(?:al|a|su|la|el) toc(?:o|a|aba) torci\w*
tuerc\w* vend(?:io|e|ia) viol(?:o|ada|ado|aron)
"""

#: What people are named for besides harm.
PRAISE = r"""
acept\w* agradec\w* agreed agrees amable\w* answer\w* aplau\w* applau\w* appoint\w* asisti\w*
atent[oa]s? attend\w* award\w* ayud\w* best came commend\w* compartio confirm\w* contact\w*
contest\w* courteous\w* elected enlace explain\w* explic\w* fair felicit\w* found glad good gracias
grateful great guest handed_out helped helpful helps honored host\w* introduc\w* invit\w* jubil\w*
kind kindly liaison liked likes? met moderat\w* nice nombr(?:o|aron|ado) offer\w* ofrece ofreci\w*
outreach pacien\w* panel patient\w* polite\w* prais\w* premi\w* present\w* prometio promis\w*
recibio recogni\w* reconoc\w* replac\w* respectful\w* respetuos[oa] respond\w* retir\w*
returned_calls returns shared? sign(?:ed|s)_the speak\w* spoke taller teach\w* thank\w* tour vino
visit\w* welcom\w* well workshop
"""
