"""The vocabulary of armed sides that belongs to English, not to one war: heads ("troops"), modifiers ("special") and generic words ("rebels").

A *key* is what a generic word boils down to ("rebel fighters" and "the rebels" are both ``rebels``); the column ``generic`` of ``actors.csv``
says which side a key means in a war.
"""

from __future__ import annotations

__all__ = [
    "AFTER_PEOPLE",
    "ATTRIBUTES",
    "BACKED",
    "GENERIC_KEYS",
    "GENERIC_NOUNS",
    "HEADS",
    "HELD",
    "HOLDING",
    "KEY_OF",
    "LOYAL",
    "MODIFIERS",
    "NON_STATE",
    "PARTICLES",
    "STATE_KEYS",
]

_FORMS = {
    "rebels": "rebel rebels",
    "insurgents": "insurgent insurgents",
    "opposition": "opposition",
    "militants": "militant militants",
    "jihadists": "jihadist jihadists jihadi jihadis",
    "islamists": "islamist islamists",
    "extremists": "extremist extremists",
    "terrorists": "terrorist terrorists",
    "separatists": "separatist separatists secessionist secessionists",
    "paramilitaries": "paramilitary paramilitaries",
    "militias": "militia militias militiaman militiamen",
    "guerrillas": "guerrilla guerrillas guerilla guerillas",
    "gunmen": "gunmen",
    "bandits": "bandit bandits",
    "gangs": "gang gangs gangsters",
    "mercenaries": "mercenary mercenaries",
    "coalition": "coalition",
    "resistance": "resistance",
    "revolutionaries": "revolutionary revolutionaries",
    "invaders": "invader invaders invading",
    "occupiers": "occupier occupiers occupying occupation",
    "peacekeepers": "peacekeeper peacekeepers peacekeeping",
    "regime": "regime",
    "junta": "junta",
    "loyalists": "loyalist loyalists",
    "police": "police policemen gendarmes gendarmerie",
    "soldiers": "soldiers troops troop servicemen conscripts reservists garrison garrisons",
    "state": "government govt army military navy",
}
KEY_OF: dict[str, str] = {form: key for key, forms in _FORMS.items() for form in forms.split()}
"""Word → key."""

STATE_KEYS = frozenset({"state", "soldiers", "police"})
"""Keys that a country's own forces answer to when a word of that country stands before them ("Malian soldiers")."""

NON_STATE = frozenset(_FORMS) - STATE_KEYS - {"regime", "junta", "loyalists", "peacekeepers"}
"""Keys that never mean the forces of the state whose name stands before them ("Syrian rebels")."""

GENERIC_KEYS = frozenset(_FORMS)

HEADS = frozenset(
    """forces force fighters fighter troops soldiers servicemen units unit men brigades brigade battalion battalions regiment regiments division
    divisions group groups faction factions militia militias militiamen alliance allies coalition contingent contingents column columns convoy
    convoys garrison garrisons army armies military navy marines paratroopers paratroops commandos infantry cavalry armour armor police policemen
    gendarmes gendarmerie
    government govt regime junta authorities airforce warplanes warplane jets jet aircraft planes bombers helicopters gunships drones drone
    artillery howitzers gunners tanks warships gunboats coastguard peacekeepers conscripts reservists rebels insurgents militants jihadists
    jihadis islamists extremists terrorists separatists secessionists paramilitaries mercenaries loyalists volunteers tribesmen snipers
    guerrillas guerillas gunmen bandits gangs gangsters opposition resistance partisans revolutionaries vigilantes movement invaders occupiers
    guards rangers gunner defenders attackers combatants raiders proxies members mutineers deserters network""".split()  # noqa: SIM905 - a word list reads better as prose
)
"""Nouns that end the name of a force."""

GENERIC_NOUNS = frozenset(
    """fighters troops soldiers servicemen militia militias militiamen coalition garrison army military navy police policemen gendarmes government
    govt regime junta airforce peacekeepers rebels insurgents militants jihadists jihadis islamists extremists terrorists separatists
    secessionists paramilitaries mercenaries loyalists guerrillas guerillas gunmen opposition resistance revolutionaries invaders occupiers""".split()  # noqa: SIM905 - a word list reads better as prose
)
"""Heads that name a force with no word before them ("the army"); the others need one ("rebel units")."""

MODIFIERS = frozenset(
    """elite special regular irregular allied ground air airborne mechanised mechanized motorised motorized armoured armored naval marine armed
    security defence defense counter counterterrorism terrorism counterinsurgency federal local regional foreign private rapid reaction border
    republican presidential national tribal interim transitional state coast riot paramilitary government rebel insurgent opposition separatist
    secessionist islamist jihadist jihadi militant extremist terrorist guerrilla guerilla guerrilla militia regime junta loyalist pro anti
    mercenary peacekeeping occupation occupying invading operations operation fighter attack combat transport reconnaissance surveillance army
    navy military police civilian anti-government territorial interior internal expeditionary volunteer conscript reserve revolutionary gang
    bandit coalition resistance main remaining last advancing retreating fleeing attacking besieged defending surviving hardline ethnic troop
    rocket missile tank infantry self""".split()  # noqa: SIM905 - a word list reads better as prose
)
"""Words that may stand between the name of a side and its head ("Ukrainian special operations forces")."""

BACKED = frozenset(
    {"backed", "supported", "allied", "aligned", "funded", "trained", "sponsored", "affiliated", "armed", "led", "recognised", "recognized"}
)
"""Second half of "Turkish-backed"; ``led`` makes a key of its own, ``recognised`` too, the others one."""

HOLDING = frozenset({"held", "controlled", "occupied", "run", "administered", "ruled", "captured", "besieged", "dominated"})
"""Second half of "rebel-held"."""

HELD = frozenset({"hands", "control", "rule", "territory", "territories", "occupation", "stronghold", "strongholds", "enclave", "lines", "areas"})
"""Nouns that say who holds: "in rebel hands", "under Houthi control"."""

ATTRIBUTES = frozenset(
    """spokesman spokeswoman spokesperson spokesmen spokespeople commander commanders official officials officer officers chief leader leaders
    leadership general generals brigadier colonel captain major lieutenant minister ministers ministry presidency parliament governor mayor
    envoy delegation negotiators sources source media television tv radio agency statement positions position posts post outposts outpost base
    bases barracks headquarters checkpoint checkpoints trenches convoy offensive assault advance attack attacks raid raids strike strikes
    airstrike airstrikes shelling bombardment fire rockets campaign operation operations vehicles command staff prisoners casualties flag flags
    president spokespersons supply defences defenses ranks authorities troops""".split()  # noqa: SIM905 - a word list reads better as prose
)
"""Nouns before which a side is named in passing: "an army spokesman", "rebel positions"."""

LOYAL = frozenset({"loyal", "allied", "aligned", "faithful", "belonging", "answering", "led", "commanded", "backed"})
"""First word after the head in "forces loyal to …", "troops led by …"."""

PARTICLES = frozenset(
    "al el ar as ash at ad an az ed en ul ur of the and for in de del da la le du des wa wal bin ibn ag e i a u to pour et pro anti ex".split()  # noqa: SIM905 - a word list reads better as prose
)
"""Words inside a name whose case varies."""

AFTER_PEOPLE = frozenset(
    """and or were was are have had has who whom in from by to at on with for of after before as when while also then now again once still
    took left held drove won fled fell went came withdrew began kept struck sent put gave lost let made got broke dug flew fought led met ran
    stood swept threw told said say do did will would could can may might should""".split()  # noqa: SIM905 - a word list reads better as prose
)
"""Words that show that "the French", "the Congolese" before them are a people and no adjective."""
