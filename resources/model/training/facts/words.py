"""Everyday words. Values, keys, tool names and subjects are made of them, whole or cut and joined, so that no
word and no piece of a word is ever rare where something is to be copied."""

NOUNS = """acid actor agenda airbag album alley almond alarm amount angle ankle answer antenna apple apron archer area arena arm army arrow
artist ash atlas attic autumn avenue axe badge bag bakery balance ball balloon banana band bank banner barn barrel basin bat bath battery
battle bay beach beacon beak beam bean bear beard bed bee beer bell belt bench berry bicycle bill bird birth biscuit blade blossom blouse board boat
body bolt bomb bone bonus book boot border boss bowl box boy bracelet brain brake branch brand brass bread breakfast breath brick bride brief
broom brother brush bubble bucket budget bug builder building bulb bull bullet bundle burger bus bush butter cabin cabinet cable cafe cage cake calendar
calf call camel camp canal candle candy cannon canoe canvas cap cape captain car caravan card cargo carrot cart case cash castle cat catalog cave
ceiling cellar cement center cereal chain chalk champion chance channel chapel chapter charge chart check cheek cheese chef cherry chest chicken
child chimney chin chip chocolate choir church cinema circle circuit class clay cliff climate clinic clock cloth cloud clown club cluster coach coal
coast coat code coffee coin collar college comb comet comma comment company concert concrete contract cookie cooler corn corridor cottage couch
council counter country couple course court cousin cow crab cradle craft crane crater cream creek crew cricket crop cross crowd crown crystal cube
cup curtain curve cushion cycle dairy dam dance danger dash data date daughter dawn deal debt deck deer degree delta dentist depot desert design desk
detail diamond diary dice diesel diet dinner diploma disc dish ditch diver dock doctor dog doll dollar dolphin domain donkey dove dragon drain drama
drawer dream dress drill drink drone drum duck dust duty eagle ear earth easel echo edge editor egg elbow elephant elevator ember emperor empire enemy
energy envelope error essay evening exam exit expert eye fabric face factory fair fan farm farmer father fault feast feather fence fern festival
fever fiber field figure film filter finger fire fish flag flame flask fleet flight flock floor flour flower flute foam fog foil font food foot
forge fork form formula fort fossil fountain fox frame freezer friend frog frost fruit fuel funnel fur furnace fuse gadget galaxy gallery game gang
garage garlic gas gate gem gear ghost giant gift ginger giraffe girl glass globe glove glue goal goat gold golf goose grain grape graph grass gravel
grid grill group guard guest guide guitar gulf gum habit hail hair hall ham hand handle harp harvest hat hawk head heart heat hedge heel
helmet herb herd hero hill hinge hip hobby hole honey hood hook horn horse hose hospital host hotel hour house hunter ice icon idea image inch ink
insect island item jail jam jar jaw jet jewel job joint joke journal journey judge juice jungle jury kettle keyboard kid kidney king kiosk kite kitten
knee knife knight knot label labor lace lake lamb land lane laptop laser lava lawn lawyer layer leader leaf league lease leather ledger leg lemon lens
lesson letter lever lid light lime line link lion lip list liver load loaf loan lobby locker log loop lorry lot lunch lung machine magnet mail manager mango
manual map march mask mass mast mat match maze meadow meal meat medal member memory menu metal meter method microphone midnight mile milk mill mine
mint minute missile mist mixer mob model monitor monk monkey month monument moon mop moss moth mother motor mouse mouth movie mud mug mule muscle museum
music nail name napkin nation neck necklace nephew nerve nest net news newspaper night noise noodle north nose note novel number nurse nut oak oar oasis
ocean octopus office oil olive onion opera orange orbit organ oven owl owner oyster package page pain paint palace palm pan panda panel panther parade
parent park parrot partner party passage passport pasta patch path patient pattern pea peach peanut pear pearl pedal pen penguin pension people
perfume person pet petal phone photo piano picnic pie pier pig pigeon pill pilot pin pine pipe pirate pistol pitch pizza plan plane plant plaster
plastic plate player plaza plug plum poem poet point poison pole police polish pond pony pool poster pot potato powder prayer president press prince
printer prism prison prize profit program proof pump pumpkin punch pupil puppet puppy purse puzzle pyramid quarry queen quilt quiz rack radar radio raft
rail rain ram ranch range rat raven razor reason receipt record reef region rent rescue resort result rhythm ribbon rice rifle ring river road
robe robot rock rocket roll roof room root rope rose route rubber ruby rug ruler rumor runner saddlebag sail salad salary sale salt sand sandal sandwich
satellite sauce sausage saw scale scarf scene school science scissors scooter score screen screw script sculpture sea seal season seat secret section
seed shadow shampoo shark sheep sheet shelf shell shelter shield ship shirt shoe shop shore shoulder shovel show shower shrimp siren sister site sketch
ski skin skirt skull sky slice slide slope smoke snack snail snake snow soap soccer sock soda sofa soil soldier song sound soup south spark speaker
spear speech spice spike spinach spine spirit sponge spoon sport spot spray spring spy square squirrel stable stadium staff stage stair stamp star
statue steak steam steel stem step stew stick stock stomach stone store storm story stove straw stream string studio subject sugar suit suitcase
summer sun supper surface swamp swan sweater switch sword symbol syrup system tail tank tape target task taxi tea teacher team tear telescope temple tenant
tennis tent text theater theme thief thigh thread throat throne thumb thunder tide tie tiger tile timber time tin tip tire title toast toe toilet tomato tomb
tongue tool tooth topic torch tornado towel town toy track tractor trader trail train tray treasure tree trench trial triangle tribe trick trophy trousers
truck trumpet trunk tube tulip tuna tunnel turkey turnip tutor twig twin tyre uncle uniform union unit urn valley valve van vase vault vein vendor verse
vessel vest video view villa vine vinegar virus visa visitor voice volcano vote voyage wagon waist waiter wall wallet wardrobe warrior washer wasp watch
water wave wax weapon weather web wedding weed week whale wheat wheel whip whistle wick widow wife wind wing winner winter wire witch wolf woman wood wool
word work world worm wound wreck wrist yacht yard year yeast yogurt zebra zipper zone""".split()

VERBS = """accept activate add adjust align analyse answer append apply arrange ask assemble attach bake balance ban bind bless block boil book
boost borrow bounce brew broadcast browse brush build burn bury buy cache call capture carry carve cast catch change charge chase check chop clean clear
click climb collect color combine compare compile complete compute confirm connect convert cook cool copy correct count cover crack create cross crush cut
decode decorate decrease define deliver describe design destroy detach detect dig discard dispatch display divide double drain draw drop dry dump edit
eject emit empty encode erase estimate evaluate examine exchange execute expand explore extend extract fetch fill filter find finish fix flash flip
flush fold follow forget format forward freeze fry gather generate glue grab grade grant greet grind group grow guard guess hang harvest heal heat help
hide highlight hire hold ignore improve increase index inform inject insert invert invite invoke iron join judge jump keep kick kill knit label launch learn
lend level lift light limit link list listen load locate log lower mail make map mark mask match measure melt mend mention mix model modify monitor mount
move multiply mute name notify number observe offer order organise pack paint park parse paste patch pay peel pick pin ping plan plant play plot
plug polish post pour practise prepare press preview process program promote protect prove pull pump punch push query queue quote raise rank rate reach
read rebuild receive record recover recycle reduce refill register reject release reload remind render renew rent repair repeat replace reply
report request rescue reserve return reveal review reward ring roll rotate route rub run save scale schedule score scrub seal search seek select sell send
serve set sew shake shape share sharpen shift ship show shrink shuffle sign silence skip slice smooth soak sort speak spin split spread stack stamp
steam steer stir store stretch submit subscribe summon supply support suspend swap sweep switch tally taste teach tear test tie tighten toast touch trace
track trade train transfer transform transmit trap treat trim trigger tune turn twist type unfold unite unload unpack untie update use validate vote
wake walk warm warn wash watch water weave weigh wind wipe wrap write zip""".split()

ADJECTIVES = """able active amber ancient angry bare basic big bitter black blank blind blue bold brave brief bright broad broken brown busy calm cheap
clean clear clever cold common cool crisp cruel curly daily damp dark dead deep dense dim dirty double dry dull dusty eager early easy empty equal exact extra
faint fair false famous fancy fast fat final firm first flat fluffy foreign free fresh full gentle giant glad golden grand green grey guilty half happy
hard heavy hidden high hollow holy honest hot huge hungry icy idle inner jolly keen kind large last late lazy light little local lonely long loose loud low
lucky mad main major mild minor modern mute narrow native neat nervous new nice noble noisy old open outer pale past plain polite poor prime proud public
pure quick quiet random rapid rare raw ready red rich ripe rough round royal rusty sad safe salty sane secret shallow sharp shiny short shy sick silent
silver simple single slim slow small smart smooth soft solid sour spare special spicy stable steep sticky stiff still strange strict strong sudden sunny
super sweet swift tall tame tender thick thin tidy tight tiny tired total tough true ugly upper urgent usual vast vivid warm weak wet white wide wild wise
wooden wrong yellow young""".split()

HANZI = """的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道
想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感见明问力理尔点文几定本公特做外孩相西果走将月十
实向声车全信重三机工物气每并别真打太新比才便夫再书部水像眼等体却加电主界门利海受听表德少克代员稜先口由死安写性马光白或住难望教命花结乐色更拉东神记处让母父应直字场平报友关放至张认接
告入笑内英军候民岁往何度山觉路带万男边风解叫任金快原吃妈变通师立象数四失满战远格士音轻目条呢病始达深完今提求清王化空业思切怎非找片罗钱紫吗语元喜曾离科言干流欢约各即指合反题必
该论交终林请医晚制球决传画保读运及则房早院量苦火布品近坐产答星精视五连司巴奇管类未朋且婚台夜青北队久乎越观落尽形影红爸百令周吧识步希亚术留市半热送兴造谈容极随演收首根讲整式取照办强
石古华拿计您装似足双妻尼转诉米称丽客南领节衣站黑刻统断福城故历惊脸选包紧争另建维绝树系伤示愿持千史谁准联妇纪基买志静阿诗独复痛消社算义竟确酒需单治卡幸兰念举仅钟怕共毛句息功官待究跟穿室
易游程号居考突皮哪费倒价图具刚脑永歌响商礼细专黄块脚味灵改据般破引食仍存众注笔甚某沉血备习校默务土微娘须试怀料调广苏显赛查密议底列富梦错座参八除跑""".replace("\n", "")


def blend(r):
    """Two words cut and joined: familiar pieces in an unfamiliar order."""
    a, b = r.choice(r.choice((NOUNS, VERBS, ADJECTIVES))), r.choice(r.choice((NOUNS, VERBS, ADJECTIVES)))
    return a[: r.randint(1, len(a))] + b[r.randint(0, len(b) - 2):]
