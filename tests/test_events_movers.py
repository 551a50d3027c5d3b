"""Who moves, and the rows and labels that count them: one sentence a line, written as in ``test_events_moves``.

``c`` are civilians, ``f`` fighters; then where from, ``>`` where to (several with ``+``), least and most people, ``h`` for households, ``@N`` for
a direction.
"""

from __future__ import annotations

import pytest
from moves_cases import lines, spec, told

TOLD = """
# a state or a commander moves his own
Turkey has flown 800 men from Azaz to Tripoli since Sunday. => f Azaz>Tripoli 800
Chad dispatched a further 2,500 troops to Goma. => f Chad>Goma 2500
Uganda has flown its wounded out of Goma. => f Goma>
The general moved 400 of his men from Gao to Kidal. => f Gao>Kidal 400
The army sent a column of 30 vehicles from Sake up to Goma at daybreak. => f Sake>Goma
Uganda moved 4,000 people from Goma to Bukavu. => c Goma>Bukavu 4000
# words that leave it open, and what makes fighters of them
More than 1,000 security personnel retreated across the border into Chad. => f >Chad 1000-
The militia's last men drove off to Goma. => f >Goma
The rebel leadership has shifted with its guns from Sake to Goma. => f Sake>Goma
Soldiers had gone from Saraqib by midnight. => f Saraqib>
The contingent flew home from Goma on Monday. => f Goma>
What remains of the column is in flight towards Kidal. => f >Kidal
Militants had slipped over the line into Chad. => f >Chad
# those who live somewhere, and are elsewhere
The survivors of Sake are in Goma tonight. => c Sake>Goma
By Friday the first families were home in Tripoli. => c >Tripoli
Minibuses with mattresses on the roof are heading south to Goma. => c >Goma @S
Several thousand more drove the long way round to Goma. => c >Goma 2000-9999
A first convoy of 8,000 had moved on from Goma to Bukavu. => c Goma>Bukavu 8000
Three ships with 1,800 refugees aboard docked at Odesa. => c >Odesa 1800
In October 165,000 people were pushed back over the border from Chad. => c Chad> 165000
# the verb of those whom a clause describes
The brigade that was supposed to protect Sake left for Goma. => f Sake>Goma
The families who had vowed to hold the bridge walked from Sake to Goma. => c Sake>Goma
The soldiers sent to support it moved back to Goma. => f >Goma
Several thousand villagers, cut off from the road, walked to Goma. => c >Goma 2000-9999
On the other side of the mountains around 30,000 Syrian refugees have walked to Azaz. => c >Azaz 30000
More than 5,000 civilians streamed out of Sake, the army said, and were taken to Goma. => c Sake>Goma 5000-
Some 4,000 families fled Sake on Monday, the mayor said, and reached Goma at night. => c Sake>Goma 4000h
Rebels walked out of Sake through a minefield that cost them a lorry, to Goma. => f Sake>Goma
# what is lost, crowded, passed and repeated
Goma has lost 43,000 of its people in a month to Bukavu and Kalemie. => c Goma>Bukavu+Kalemie 43000
Sake, a town of some 23,000, was cleared of its inhabitants by the army on Friday. => c Sake>
Goma's western suburbs are full of people from Sake. => c Sake>Goma
Some 800 people fled Sake for Goma. About 300 made the same journey on Monday. => c Sake>Goma 800; c Sake>Goma 300
Thousands fled Sake. One church at Goma counts 900 of them. => c Sake> 2000-9999; c Sake>Goma 900
Officials count 235,000 people who have come in through Tine since May. => c >Tine 235000
The UN puts at 64,000 the number who have left the border strip, many of them for Goma. => c >Goma 64000
Aid workers have seen ten thousand people from Sake reach Goma. => c Sake>Goma 10000
Trains rolled from Odesa to Dnipro with 9,000 aboard. => c Odesa>Dnipro 9000
Turkey has let 250,000 people down from Azaz to Saraqib. => c Azaz>Saraqib 250000
Fifteen hundred people have barricaded themselves in the cathedral at Goma since Saturday. => c >Goma 1500
Army lorries have brought 2,339 people to safety from flooded districts of Kherson. => c Kherson> 2339
Some 300 people were relocated from a camp in Sake to Goma. => c Sake>Goma 300
Sake burned. Its Kurds had left for Goma. => c Sake>Goma
# fighters who are beaten, or go on
The remnants of the militia scattered north towards Goma after the army entered Sake. => f Sake>Goma @N
Kidal's garrison went over the line into Chad on Sunday. => f Kidal>Chad
Survivors of the army column wiped out at Sake have made it back to Goma. => f Sake>Goma
The command has shifted elements of two brigades from Lyman to Avdiivka. => f Lyman>Avdiivka
The government has brought two brigades across from Sake. => f Sake>
Reinforcements that had been stuck in Sake fought their way up the highway to Goma. => f Sake>Goma
A hundred and fifty military policemen touched down in Goma. => f >Goma 150
The M23 completed its withdrawal from Goma. Its 1,500 fighters regrouped at Sake. => f Goma>Sake 1500
A convoy of UN vehicles rolled out of Kidal at dawn. => f Kidal>
The army's Battalion 12 withdrew from Goma to Sake. => f Goma>Sake
# those told before
Soldiers were on the move. An aid worker saw about 400 of them march out of Goma towards Sake. => f Goma>Sake 400
The army had emptied its barracks overnight. Residents counted some 300 vehicles crawling out of Goma to Sake. => f Goma>Sake
Many of the soldiers took off their uniforms. Others drove from Goma to Sake. => f Goma>Sake
Mercenaries had gone before them: about 1,600 were flown from Goma to Sake. => f Goma>Sake 1600
Planes bombed the bank of the river, according to residents. Some 400 of them had crossed from Goma to Sake by Friday. => c Goma>Sake 400
Goma fell in 1992. The whole population, some 15,000 people, was driven out. => c Goma> 15000
The garrison of Sake ran ahead of the people it was meant to protect. More than 10,000 of them found their way to Goma. => c >Goma 10000-; f Sake>
The fighters held Sake. The town had 200,000 inhabitants. Around 7,000 of them came down to Goma in the first week. => c >Goma 7000
The soldiers left Sake on Monday. Some 10,000 of them withdrew to Goma. => f Sake>Goma 10000; f Sake>
The army left Goma on Monday, and with them went most of the townspeople. => f Goma>; c Goma>
A driver described a solid line of cars and walkers going south from Goma to Sake. => c Goma>Sake @S
Carts and tractors piled with carpets have been rolling in from Sake for a week. => c Sake>
From Sake and the hamlets around it, the Red Cross says, some 40,000 had got to Goma by May. => c Sake>Goma 40000
Several thousand more, from Sake, drove the long way round to Goma. => c Sake>Goma 2000-9999
Mercenaries from Chad were seen walking home. => f >Chad
Goma was occupied on Monday by soldiers who came over the bridge from Sake. => f Sake>Goma
The first 850 of those who had fled Goma for Sake were repatriated on Monday. => c Sake>Goma 850
Several hundred residents of Sake crossed the border to Goma after rumours of an advance on the town. => c Sake>Goma 200-999
# who leaves, and where from
Kidal was left by the rebels at the end of September. => f Kidal>
The army took Sake and the rebels confirmed having drawn back from it. => f Sake>
The offensive has driven some 10,000 Tutsis from Sake into Goma. => c Sake>Goma 10000
As a gesture to the peace talks in Goma the rebels have left Sake. => f Sake>
Soldiers withdrew from Sake and Kidal, and the police deployed in both towns. => f Sake>; f Kidal>
# where a fight was told before
Gunmen attacked Sake on Monday. More than 2,000 families arrived in Goma overnight. => c Sake>Goma 2000-h
Shells hit a market in Sake on Monday. Some 6,000 residents crossed the lake to Goma by boat. => c Sake>Goma 6000
Sake has been under attack since Monday. About 5,000 displaced people reached Goma on Tuesday. => c Sake>Goma 5000
Sake fell to the M23 on Monday. Families carrying mattresses were seen walking to Goma. => c Sake>Goma
Heavy fighting broke out in Sake on Monday. The violence has displaced 10,000 people to Goma. => c Sake>Goma 10000
Gunmen attacked Sake on Monday. Troops had left for Goma hours earlier. => f Sake>Goma
About 300 families have sought shelter in Goma after fighting in Sake. => c Sake>Goma 300h
Local media reported that displaced families left Sake for Goma. => c Sake>Goma
Some 300 people moved from Sake to makeshift camps on the outskirts of Goma. => c Sake>Goma 300
The rebels captured Sake on Monday. Those who fled are living in schools in Goma. => c Sake>Goma
The rebels captured Sake on Monday. Goma has received 4,000 people. => c Sake>Goma 4000
The M23 withdrew from Sake on Monday. Residents have begun to return. => f Sake>; c >Sake
Clashes erupted in Sake on Monday. People ran into the hills with what they could carry. => c Sake>
# as agencies put it
Clashes in Sake on 3 May have led to the displacement of 4,000 people to Goma. => c Sake>Goma 4000
An attack on Sake on 3 May triggered the displacement of 800 households to Goma. => c Sake>Goma 800h
Due to insecurity in Sake, about 4,000 people have moved to Goma. => c Sake>Goma 4000
New arrivals from Sake to Goma reached 4,000 by 5 May. => c Sake>Goma 4000
The Red Cross said it had helped evacuate 400 people from Sake to Goma. => c Sake>Goma 400
In Goma, 4,000 people who fled Sake are staying with host families. => c Sake>Goma 4000
The UN mission has closed its base in Sake and moved its peacekeepers to Goma. => f Sake>Goma
Residents of Sake who fled to Goma have begun to return home. => c Goma>Sake
The rebels, forced out of Sake, retreated towards Goma. => f Sake>Goma
Refugees from Sake keep arriving in Goma at a rate of 400 a day. => c Sake>Goma 400
# rows under one verb
As of May, 33,161 refugees had crossed into Chad: 23,700 through Tine and 9,000 through Goma. => c >Chad 33161; c >Tine 23700; c >Goma 9000
Goma has received 2,300 refugees, Bukavu 608 and Kalemie 387. => c >Goma 2300; c >Bukavu 608; c >Kalemie 387
Some 9,000 people fled Sake. Goma has received 6,000 of them and Bukavu 700. => c Sake> 9000; c Sake>Goma 6000; c Sake>Bukavu 700
Goma hosts 23,800 displaced people, Bukavu 9,100 and Kalemie 11,000. => c >Goma 23800; c >Bukavu 9100; c >Kalemie 11000
Goma received 1,100 refugees on Tuesday and 6,000 on Wednesday. => c >Goma 1100; c >Goma 6000
The rebels have left Sake, Goma and Bukavu. => f Sake>; f Goma>; f Bukavu>
Soldiers withdrew to Kidal from Gao and Konna. => f Gao>Kidal; f Konna>Kidal
Some 22,000 fled Sake, officials here say, the greater part of them to Goma. => c Sake>Goma 22000
# labels
Sake: 46,000 people had left their homes by 24 January. => c Sake> 46000
Sake: cumulative displacement of 742,000 since 19 February. => c Sake> 742000
Sake: 4,000 people displaced on 3 May. => c Sake> 4000
Displacement to Chad: 202,000, nine in ten through Tine. => c >Chad+Tine 202000
Arrivals in Goma: 3,400 since Monday. => c >Goma 3400
Some 9,000 people fled Sake in May, of whom 4,000 have since returned to their homes. => c Sake> 9000; c >Sake 4000
# the land of the report
Saraqib and Azaz in Syria were shelled. Some 280,000 have escaped abroad, the majority of them to Turkey. => c Syria>Turkey 280000
Fighting went on in Saraqib and Azaz in Syria. More than 800,000 have been uprooted inside the country. => c Syria> 800000-
"""

SILENT = """
The drive north from Goma took up to fifteen hours.
A funeral procession of villagers walked into Goma.
The guerrillas left little of Goma standing.
Security guards at the bank in Goma are on strike.
The army said it had received 300 letters, Goma 20 and Bukavu 10.
Goma: three schools are full.
Families of Sake are in fear.
The army lost 300 men at Goma.
People used to go from Sake to Goma by boat.
Refugees are waiting in Goma to return to Sake.
The rebels' offensive moved from Sake to Goma.
Two journalists left Sake for Goma.
It is not known how many people have fled Sake.
Guerrillas walked into Sake, ten kilometres from Goma.
Sake is under the control of the M23, those who got away say.
Sake, where the rebels arrived on Monday, lies west of Goma.
The gunmen of Da'ish came to Sake at eleven.
The men of Goma who make up the Front were penned in.
The minister was driven out of office in Goma.
Soldiers entered Goma. Residents counted 300 trucks with flour leaving the town.
Goma was cleared of rebels.
A convoy of thirty trucks finally got to Goma.
Armed youths forced their way into the camp at Goma.
Generals say 50,000 of their men have melted away.
The suburbs of Goma are full of rubble from Sake.
The mayor of Goma is home.
The men of Goma are on strike.
The company has flown 300 tonnes from Goma to Bukavu.
Rebels took Sake, the army said, and vowed to hold it.
The people who had come to see the film sat in Goma.
"""


@pytest.mark.parametrize("line", lines(TOLD))
def test_who_moves(line: str) -> None:
    text, _, specs = line.partition("=>")
    assert sorted(map(str, told(text.strip()))) == sorted(str(spec(words)) for words in specs.split(";"))


@pytest.mark.parametrize("text", lines(SILENT))
def test_nobody_moves(text: str) -> None:
    assert told(text) == []
