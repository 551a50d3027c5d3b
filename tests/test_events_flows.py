"""Flows that share a verb, movers told in asides, and where people are from by the words beside their count; written as in ``test_events_movers``."""

from __future__ import annotations

import pytest
from moves_cases import lines, spec, told

TOLD = """
# a second flow without a verb of its own
Some 300 people fled from Sake to Goma, the UN said, and 500 from Kitchanga to Bukavu. => c Sake>Goma 300; c Kitchanga>Bukavu 500
About 300 people were evacuated from Sake to Goma on Monday and 50 from Kitchanga to Bukavu on Tuesday. => c Sake>Goma 300; c Kitchanga>Bukavu 50
Some 2,000 people from Sake reached Goma and 700 Bukavu. => c Sake>Goma 2000; c Sake>Bukavu 700
Some 2,000 people reached Goma, 500 Bukavu and 300 Sake. => c >Goma 2000; c >Bukavu 500; c >Sake 300
About 7,000 people fled Sake for Goma; an estimated 800 got no farther than Mugunga. => c Sake>Goma 7000; c Sake>Mugunga 800
About 7,000 people fled Sake for Goma; 800 stopped in Mugunga, a few kilometres down the road. => c Sake>Goma 7000; c Sake>Mugunga 800
# asides and speakers
The garrison, and with it a number of mercenaries, had got away from Sake to Goma, people there said. => f Sake>Goma
Mercenaries fled from Sake to Goma, people there said, from where the foreigners were flown to the air base at Gao. => f Sake>Goma; f Goma>Gao
Some 12,000 people have abandoned Sake, a councillor told the agency, and have crossed to Goma. => c Sake>Goma 12000
Thousands drove out of Sake, which the rebels call Lwimba, by the mountain road to Goma. => c Sake>Goma 2000-9999
# whose column it is, and whose people
The M23 took Kidal on Monday. A column of about 200 vehicles left Goma for Sake at noon. => f Goma>Sake
A column of about 200 vehicles left Goma for Sake at noon. => c Goma>Sake
Rebels held Sake until Monday. Gunmen seized Kidal on Tuesday. Its 2,000 villagers had left for Gao. => c Kidal>Gao 2000
Shells hit Gao.|It was the same story in Sake a week earlier: an order, a map. Some 3,000 people drove north to Goma. => c Sake>Goma 3000 @N
# names that no table knows
Fighters held Sake until Monday. By nightfall they had retreated into the Lwagasan marsh. => f Sake>Lwagasan
The fighters fled from Sake towards the Bakwema hills. => f Sake>Bakwema
Some 25,500 people arrived in Ed Lwimbasa. => c >Ed Lwimbasa 25500
# where they are from, told beside their count
More than 30,000 people from South Kordofan have taken refuge in Gedaref. => c South Kordofan>Gedaref 30000-
By Thursday 78,300 people, or well over half of the population of Sake, had arrived in Goma. => c Sake>Goma 78300
Over 4,000 people, nearly everyone in Sake and the plain around it, trudged to Goma. => c Sake>Goma 4000-
Syria is at war. More than 12,000 Syrians have crossed into Turkey. => c Syria>Turkey 12000-
Some 2,800 people crossed into Chad; most come from Sake. => c Sake>Chad 2800
About 4,000 people are on the move, most of them from Sake; the bulk have reached Goma. => c Sake>Goma 4000
Thirty-eight children from Avdiivka's orphanage reached Dnipro on Thursday. => c Avdiivka>Dnipro 38
Several hundred families who had been staying in Sake are again in Goma. => c Sake>Goma 200-999h
Rebels who stormed Sake in December have pulled back to Goma. => f Sake>Goma
Sake was seized by the M23 on Monday, forcing about 1,000 Tutsis to flee towards Goma. => c Sake>Goma 1000
The capture of Sake by the army on Tuesday has driven some 1,000 Hutus across the lake into Goma. => c Sake>Goma 1000
# where they go, told by the words around
In Goma, officials have registered some 4,000 people who fled Sake. => c Sake>Goma 4000
The Red Cross in Goma says that 4,000 have come from Sake. => c Sake>Goma 4000
Chad's contingent flew home from Goma at the weekend. => f Goma>Chad
Rebels quit Sake at the weekend. The rebels were reported to have moved to Goma. => f Sake>Goma
A convoy of UN vehicles rolled out of Kidal at dawn. It is bound for Gao. => f Kidal>Gao
Fighters left Sake on Friday and moved on south-west to Goma. => f Sake>Goma @SW
Some 700 women took a barge from Sake to Goma. => c Sake>Goma 700
Officials in Goma, an hour's drive to the east, say at least 8,500 people have arrived from Sake. => c Sake>Goma 8500- @E
Kidal, a big camp, where 30,000 lived, emptied into Gao in a few hours. => c Kidal>Gao 30000
The last convoy from Kidal, with 848 blue helmets aboard, reached Gao on Friday. => f Kidal>Gao 848
Some 4,000 people fled Sake for Goma. Smaller numbers moved to Bukavu. => c Sake>Goma 4000; c Sake>Bukavu
Some 4,000 people fled Sake for Goma. Others, about 300 by one count, were taken in by Bukavu. => c Sake>Goma 4000; c Sake>Bukavu 300
Some 4,000 people crossed from Sake to Goma. All but 650 have since gone home to Sake. => c Sake>Goma 4000; c Goma>Sake
Rwandan soldiers took Gao on Monday. One column had come down the coast from Kidal. => f Kidal>Gao
Most of the fighters had already gone south into the forests of Sake. => f >Sake @S
Its soldiers burned Sake. Its Kurds had left by the mountain tracks to the east for Goma. => c Sake>Goma @E
Some 900 people left Sake, walking north along the railway to Goma's interior. => c Sake>Goma 900 @N
Turkey sent 430 soldiers to Azaz on Monday. => f Turkey>Azaz 430
Sake fell to the rebels in October, when 30,000 Tutsis fled south to Goma. => c Sake>Goma 30000 @S
From Sake: some 500 people crossed the passes on foot and have been accommodated in Goma. => c Sake>Goma 500
The first families who had sat out the war in rented rooms in Goma were home in Sake. => c Goma>Sake
Rebels took Sake on Monday. The defenders were gone. About fifty of their vehicles were seen racing south to Goma. => f Sake>; f Sake>Goma 50 @S
A force from Kidal occupied Sake on Monday and withdrew the next day. => f Kidal>Sake; f Sake>
The rebels shelled Sake on Monday. The brigade left its headquarters there the same evening. => f Sake>
The M23 took Sake on Monday. The defenders retreated to Goma. => f Sake>Goma
# the site that they go to is one of the town that they lose
The rebels overran Sake on Monday. Soldiers retreated to the airport on its southern edge. => f Sake>
By four o'clock tens of thousands of people had driven out of Sake for Goma. => c Sake>Goma 20000-99999
# men of a force, and forces told by who sends them
The rebels took Sake. About 1,000 men from the beaten garrison had walked to Goma. Others made off to Gao. => f Sake>Goma 1000; f Sake>Gao
About 1,000 men from the villages around Sake had walked to Goma. => c Sake>Goma 1000
The camp in Gao is guarded by French troops; France brought another 350 over from Kidal. => f Kidal>Gao 350
A relief column of about 1,000 men sent from Sake reached Goma on Monday. => f Sake>Goma 1000
The army lost Sake on Monday. The same night the command stole away to Goma. => f Sake>Goma
Fighters who had broken out of Sake and pushed across the lake to Goma dug in there. => f Sake>Goma
The rebels attacked Sake. Witnesses saw a convoy of militia and gunmen that drove south to Goma. => f Sake>Goma @S
Sake was captured by the army on 3 May and Kidal on 5 May. The gunmen retreated south to the forests around Goma. => f >Goma @S
# crowds told apart from those before them
The rebels quit Sake on Monday. More than 60,000 others fled Sake for Goma. => f Sake>; c Sake>Goma 60000-
About 20,000 people came into Goma from Sake, and columns from Kidal were heading north to Gao. => c Sake>Goma 20000; c Kidal>Gao @N
Of Sake's 150,000 inhabitants at least 100,000 left in July, going south to Goma. => c Sake>Goma 100000- @S
According to local newspapers about 3,000 people moved from Sake to Goma. => c Sake>Goma 3000
Some 40,000 people fled Sake, the larger part going to Goma. => c Sake>Goma 40000
Those who suffered were the last Croats and Muslims of Sake: 1,200 were put on buses and ferried to Goma. => c Sake>Goma 1200
Rebels hold Gao. Only in Sake are things looking up: about half of its inhabitants have come home from Goma. => c Goma>Sake
Some 300 people from Kidal fled to Goma. Only in Sake is there hope: half its inhabitants have come home from Goma. => c Kidal>Goma 300; c Goma>Sake
Some 7,000 people from Sake fled to Goma, all of whom have come from Kidal. => c Sake>Goma 7000
# the goal behind an aside
Chad flew 174 people who were stranded in Sake to Goma on Thursday. => c Sake>Goma 174
Thousands of people walked from Sake, singing, to Goma. => c Sake>Goma 2000-9999
About 26,000 people have been brought back from Goma to Sake in buses. => c Goma>Sake 26000
Some 18,000 people have moved from Sake and Kidal into the base. => c Sake> 18000
Chad flew 1,000 soldiers and policemen to Goma on Monday. => f Chad>Goma 1000
The army took Goma on Friday. About 200 people got off buses from Sake with suitcases. => c Sake>Goma 200
The army took Goma on Friday. About 200 got off buses from Sake with suitcases and cats. => c Sake>Goma 200
Some 4,300 people from Kidal were brought to Goma. Most of those who escaped from Sake went on to Gao. => c Kidal>Goma 4300; c Sake>Gao
"""

SILENT = """
Negotiations between Chad and some forty rebel movements have entered their fifth month in Qatar.
The talks on Goma have reached a stage at which the rebels listen.
The columns that set out to capture Goma got no further than its outskirts.
The army said it had no intention of leaving Goma.
The minister denied any intention of sending troops towards Goma.
The road to Goma, which the rebels call theirs, is closed.
Prices rose from Sake to Goma and 300 traders protested.
The club from Sake reached Goma and 20 players were ill.
The foreigners from Sake are in the stands at Goma.
It was the same story in Sake: an order, a map, a jam.
Most come from Sake.
Fighters from Kidal occupied Sake on Monday.
A force from Chad occupied Sake on Monday.
Officials, say, in Goma, have arrived.
Sake is draining its marshes.
The rebels had come down in favour of talks.
Syria sent its delegation to Turkey.
France, which has troops in Gao, brought another 350 tents over from Kidal.
The relief column with flour reached Goma.
The command of the army lies in Goma.
Gunmen shelled the church in Sake and killed 30 people who had sought shelter there.
Some 174 people were stranded in Sake.
The army took Goma. About 18,700 displaced persons remain in the base on the edge of the town.
The rebels brought Sake back from the brink.
Of Sake's 150,000 inhabitants at least 100,000 are Hutus.
"""


@pytest.mark.parametrize("line", lines(TOLD))
def test_flows(line: str) -> None:
    text, _, specs = line.partition("=>")
    assert sorted(map(str, told(text.strip().replace("|", "\n\n")))) == sorted(str(spec(words)) for words in specs.split(";"))


@pytest.mark.parametrize("text", lines(SILENT))
def test_no_flow(text: str) -> None:
    assert told(text) == []
