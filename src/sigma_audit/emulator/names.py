"""Names of invented people and things, in the scripts that an organisation across the world has.

Every person is fictional. Must never hold an address that could reach anyone.
"""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# first name, last name, mailbox; the mailbox is what the person's company made of the name
PEOPLE: tuple[tuple[str, str, str], ...] = (
    ("Ingrid", "Sæther", "ingrid.saether"),
    ("Åsa", "Lindqvist", "asa.lindqvist"),
    ("Zoë", "Brønsted", "zoe.broensted"),
    ("François", "Lefèvre", "francois.lefevre"),
    ("Noémie", "Grandgérard", "noemie.grandgerard"),
    ("José", "Núñez Ibáñez", "jose.nunez"),
    ("Łukasz", "Wiśniewski", "lukasz.wisniewski"),
    ("Željka", "Đurić", "zeljka.duric"),
    ("Çağla", "Yıldız", "cagla.yildiz"),
    ("Nguyễn", "Thị Hạnh", "hanh.nguyen"),
    ("Siobhán", "Ó Briain", "siobhan.obriain"),
    ("Jürgen", "Groß", "juergen.gross"),
    ("Ştefan", "Țurcanu", "stefan.turcanu"),
    ("Ελένη", "Παπαδοπούλου", "eleni.papadopoulou"),
    ("Νίκος", "Ανδρέου", "nikos.andreou"),
    ("Ольга", "Кузнецова", "olga.kuznetsova"),
    ("Дмитро", "Шевчук", "dmytro.shevchuk"),
    ("Милица", "Јовановић", "milica.jovanovic"),
    ("ليلى", "الحسيني", "layla.alhusseini"),
    ("يوسف", "منصور", "yousef.mansour"),
    ("נועה", "לוי", "noa.levi"),
    ("אורי", "בן־דוד", "uri.bendavid"),
    ("王", "小明", "wang.xiaoming"),
    ("陳", "怡君", "chen.yijun"),
    ("佐藤", "美咲", "sato.misaki"),
    ("田中", "健太", "tanaka.kenta"),
    ("김", "서연", "kim.seoyeon"),
    ("박", "지훈", "park.jihun"),
    ("अनन्या", "शर्मा", "ananya.sharma"),
    ("विक्रम", "पटेल", "vikram.patel"),
    ("ก้องภพ", "ศรีสุข", "kongphop.srisuk"),
    ("நிலா", "சுப்ரமணியன்", "nila.subramanian"),
    ("ნინო", "ბერიძე", "nino.beridze"),
    ("Անի", "Հակոբյան", "ani.hakobyan"),
    ("Adaeze", "Nwosu", "adaeze.nwosu"),
    ("Thabo", "Mokoena", "thabo.mokoena"),
    ("Wanjiru", "Kamau", "wanjiru.kamau"),
    ("Teuila", "Faleolo", "teuila.faleolo"),
    ("Keoni", "Kealoha", "keoni.kealoha"),
    ("Mary Jane", "O'Neill-Watt", "mj.oneill"),
    ("Björk", "", "bjork"),
    ("Jean-Luc", "d'Aubigné", "jl.daubigne"),
)

# Given and family names that are combined to fill the ranks, ASCII on purpose: most are.
GIVEN = _words(
    "Alice Amir Beatriz Bruno Carla Cyrus Daria Elias Emma Farid Grace Hana Hugo Ines Ivan Joan "
    "Jonas Kira Leon Lucia Marta Milo Nadia Nils Omar Paula Quentin Rosa Ruben Sara Stefan Tara "
    "Theo Uma Victor Wanda Xavier Yara Zane"
)
FAMILY = _words(
    "Abara Becker Castell Dahl Eriksen Ferro Galvan Haddad Ibsen Jansen Keller Lindt Moreau "
    "Navarro Osei Pires Quist Rossi Sandoval Tanner Ueda Vargas Weller Xiang Yilmaz Zeman"
)

WORKSPACES: tuple[str, ...] = (
    "Commercial Reporting",
    "Logistics Control Tower",
    "Customer Success",
    "Marketing",
    "Procurement",
    "Warehouse Operations",
    "Fleet & Fuel",
    "Sustainability",
    "Quality",
    "Legal Hold",
    "Executive",
    "Data Science Lab",
    "Partner Portal",
    "Ventas América Latina",
    "Vertrieb DACH",
    "営業部",
    "Логистика Восток",
    "Ανάλυση Πωλήσεων",
    "فريق المالية",
    "צוות מוצר",
    "客户分析",
    "한국 지사",
)

FOLDERS = _words(
    "Budgets Forecasts Archive Drafts Weekly Monthly Board Regional Carriers Contracts Claims "
    "Inventory Routes Customs Pricing Campaigns Retention Onboarding Incidents Training Templates "
    "Experiments Audits Suppliers Tenders"
)

SUBJECTS = _words(
    "Revenue Margin Churn Orders Shipments Delays Fuel Returns Capacity Headcount Pipeline "
    "Backlog Cash Invoices Claims Coverage Utilisation Emissions Lanes Carriers Complaints Renewals"
)
SHAPES = ("Overview", "Tracker", "Deep Dive", "Weekly", "Forecast", "Scorecard", "Reconciliation")

# What a name must survive: markup, formulas, quotes, bidirectional marks, path separators.
HOSTILE: tuple[str, ...] = (
    "<script>alert(1)</script>",
    "=1+1",
    "@SUM(A1:A9)",
    "He said \"hello\", she said 'no'; -- drop",
    "\u202eevil\u202c gnp.xlsx",
    "{{ 7 * 7 }}",
    "Q1/Q2 comparison",
    "  leading and trailing  ",
    "عربي and English عربي",
    "name\twith a tab",
    "👩🏽‍🚀 launch plan",
)

SCHEMAS = _words("CORE FINANCE HR SALES SHIPPING MARKETING STAGING FEATURES REFERENCE")
TABLES = _words(
    "ORDERS ORDER_LINES CUSTOMERS SHIPMENTS STOPS CARRIERS INVOICES PAYMENTS EMPLOYEES SALARIES "
    "CONTRACTS SUPPLIERS PRICES FX_RATES CALENDAR SITES VEHICLES FUEL_CARDS TICKETS CAMPAIGNS "
    "CLICKS LEADS QUOTES RETURNS CLAIMS INVENTORY BINS LANES EVENTS SENSORS"
)
