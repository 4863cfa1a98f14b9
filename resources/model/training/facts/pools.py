"""Words that random values are made of. `heldout.py` holds the ones used only to examine."""
from facts.words import NOUNS, VERBS

FIRST = """Ada Alan Grace Linus Mia Noah Emma Leo Ben Lena Omar Priya Chen Yuki Sara Ivan Olga Pedro Nora Hugo Anna Jack Kofi Amir Zoe Max Ines Tom Eva
Paul Rosa Karl Alice Bob Carol Dave Erin Frank Gina Henry Iris Jonas Karen Liam Maria Nina Oscar Petra Quinn Ruth Sven Tara Uma Victor Wendy Xavier
Yara Zack Abel Bianca Carlos Diana Elias Fatima Georg Hana Igor Jasmin Kenji Laila Marco Nadia Otto Paula Rafael Samir Tanja Ulrich Vera Walter
Aisha Bruno Clara Daniel Elena Felix Gloria Hamid Isabel James Katya Lucas Monika Nils Olivia Pablo Rania Simon Teresa Vikram Yusuf Zara
Arjun Berta Cedric Dora Emil Farah Gustav Helen Ismail Judith Kamal Lotte Mateo Nicole Oleg Pia Rahul Sofia Timo Ursula""".split()
LAST = """Stone Rivera Okafor Lindqvist Tanaka Novak Meyer Silva Haddad Kumar Brown Moreau Rossi Larsen Wong Adeyemi Petrov Schmidt Garcia Ito Smith
Jones Weber Dubois Fischer Costa Nielsen Kim Park Singh Ali Cohen Mendez Olsen Virtanen Kowalski Horvat Popescu Yamamoto Nguyen Lovelace Turing Hopper
Baker Carter Dixon Evans Foster Green Hughes Irving Jensen Keller Lopez Martin Nash Owens Porter Quist Reyes Santos Taylor Underwood Vargas Walsh
Young Zimmer Berg Castro Duarte Eriksen Fontaine Gruber Hansen Ivanov""".split()
CITY = """London Paris Bergen Tokyo Oslo Madrid Lima Cairo Delhi Rome Berlin Toronto Sydney Dublin Nairobi Seoul Vienna Prague Lisbon Boston Porto Osaka
Geneva Helsinki Austin Lyon Quito Milan Hanoi Accra Munich Hamburg Zurich Basel Brussels Antwerp Amsterdam Utrecht Copenhagen Aarhus Stockholm Malmo
Warsaw Krakow Budapest Athens Istanbul Ankara Dubai Doha Riyadh Mumbai Chennai Bangkok Jakarta Manila Shanghai Beijing Shenzhen Taipei Kyoto Sapporo
Melbourne Perth Auckland Chicago Denver Seattle Dallas Houston Miami Atlanta Phoenix Montreal Vancouver Ottawa Havana Bogota Santiago Rosario
Montevideo Lagos Dakar Tunis Algiers Casablanca Kampala Lusaka Durban Valencia Seville Granada Naples Turin Venice Glasgow Leeds Bristol York
Mexico_City New_York San_Diego Los_Angeles Cape_Town Hong_Kong Tel_Aviv""".replace("_", "\0").split()
CITY = [c.replace("\0", " ") for c in CITY]
COUNTRY = "France Spain Italy Norway Sweden Poland Japan Korea India Brazil Chile Peru Kenya Ghana Egypt Canada Mexico Greece Turkey Austria".split()
MONTH = "January February March April May June July August September October November December".split()
DAY = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SERVICE = """nginx redis postgres mysql grafana kafka api web worker cache proxy mailer rabbitmq minio vault consul auth gateway billing search haproxy mongo
traefik apache elastic jenkins prometheus loki etcd memcached nats sonar ldap imap crond frontend backend scheduler indexer ingest payments orders""".split()
STEM = "web db app node edge prod cache build ci mail api gpu store log dev stage test core rack lab".split()
AREA = "ap eu us sa ca me af cn il mx".split()
SIDE = "north south east west central northeast southeast northwest southwest gov-east gov-west".split()
WORD = """report backup invoice garden network license index market bridge engine picture signal station planet order ticket server folder module window letter
parcel sensor camera device product customer project account recipe vehicle country language color table lamp chair door bottle basket paper pencil
river mountain forest island harbor tower castle village street corner kitchen ladder hammer needle button pocket jacket blanket pillow mirror carpet
copper silver marble cotton velvet amber coral maple cedar willow falcon badger otter heron salmon beetle spider lizard rabbit turtle""".split() + NOUNS
VERB = """scan sync deploy archive rename compress publish rotate inspect clone merge reset print export import lock unlock enable disable move delete start
stop resize tag restart pause resume update remove install verify encrypt upload download cancel approve reject assign close open clear refresh""".split() + VERBS
UNIT_WORD = "size limit depth priority retries width speed volume copies level weight length count timeout".split()
PHRASE = """the meeting starts at nine|dinner is ready|I am on my way|the build is green|please call back|the file is missing|all tests pass|the train is late|
see you on Friday|the report is done|lunch at noon|the server is down again|happy birthday|bring the blue folder|the door is open|we need more time|
your parcel has arrived|the key is under the mat|thanks for the help|the printer is out of paper|do not forget the milk|I will be late today|
the release is ready|call me tomorrow|the room is booked|check the logs first""".replace("\n", "").split("|")
EVENT = "lunch|team meeting|dentist|birthday party|code review|yoga class|school play|board meeting|concert|flight home|book club|tax deadline|job interview|parent evening|design review|picnic".split("|")
PLACE = """Asia Pacific (Tokyo)|Europe (Ireland)|US East (Ohio)|South America (Sao Paulo)|Canada (Central)|Asia Pacific (Seoul)|Europe (Paris)|US West (Oregon)|
Middle East (Bahrain)|Africa (Cape Town)""".replace("\n", "").split("|")
JOB = "nurse teacher engineer baker driver pilot farmer lawyer painter plumber doctor carpenter designer editor chemist tailor".split()
COLOR = "red green blue yellow black white orange purple brown grey pink violet".split()
TITLE = """The Silent Harbour|Blue Morning|A Winter Road|Seven Lanterns|The Paper Garden|Night Train|Salt and Stone|The Last Orchard|Falling Leaves|Small Rivers|
The Glass Door|Ten Letters|Green Hills|A Quiet Year""".replace("\n", "").split("|")
ROOM = "kitchen bedroom hall office bathroom cellar garage attic study nursery".split()
CURRENCY = "USD EUR GBP JPY CHF CNY INR SEK NOK CAD AUD BRL".split()
LANGUAGE = "English French German Spanish Italian Chinese Japanese Korean Dutch Polish".split()
FOOD = "pizza|sushi|tomato soup|apple pie|rice|noodles|salad|fish|bread|cheese|pancakes|curry".split("|")
ZH_SURNAME = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
ZH_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰"
ZH_CITY = "北京 上海 广州 深圳 杭州 成都 武汉 西安 南京 重庆 天津 苏州 长沙 青岛".split()
