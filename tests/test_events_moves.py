"""Wordings of movements: who goes where, one sentence a line, with what it tells behind "=>".

``c`` are civilians, ``f`` fighters; then where from, ``>`` where to (several with ``+``), least and most people ("200-999", "500-"), ``h`` for
households, and ``@N`` for a direction. A line without anything behind "=>" must stay silent.
"""

from __future__ import annotations

import pytest
from moves_cases import lines, spec, told

TOLD = """
# counted, and how
Between 300 and 400 people a day are arriving in Baidoa from Buale. => c Buale>Baidoa 300-400
Some 300 people per day are arriving in Baidoa from Buale. => c Buale>Baidoa 300
About 4,000 people or thereabouts fled Sake for Goma. => c Sake>Goma 4000
The fall of Sake sent a good 6,000 inhabitants of Sake eastward. => c Sake> 6000- @E
A further 1,750 moved north-east to Marib from Taiz. => c Taiz>Marib 1750 @NE
Heavy shelling has sent thousands fleeing from Saraqib. => c Saraqib> 2000-9999
Those leaving Djibo have been crossing the border into Mauritania. => c Djibo>Mauritania
About 2,800 persons from Konna and surrounding villages have arrived in Gao. => c Konna>Gao 2800
# who
New arrivals from Sake reached Goma on Saturday. => c Sake>Goma
About 2,300 new arrivals from Sake were registered in Goma. => c Sake>Goma 2300
Tens of thousands of Amhara evicted from Mekelle have been living in tents in Dessie. => c Mekelle>Dessie 20000-99999
Rohingya fled across the river from Paletwa into Thailand. => c Paletwa>Thailand
A ferry carried 240 of the gravest cases from Mariupol to Odesa. => c Mariupol>Odesa 240
Roughly 2,000 vehicles left Mariupol westwards on the road to Kherson. => c Mariupol>Kherson @W
About 40 pick-ups with machine guns left Gao on Thursday, moving north to Kidal. => f Gao>Kidal @N
We have pulled out of Soledar, a commander said. => f Soledar>
"We have left Soledar," a Ukrainian commander said. => f Soledar>
The garrison was routed at Konna. Survivors fell back to Gao. => f Konna>Gao
# where from
The militia abandoned its positions around Tarhuna. => f Tarhuna>
Soldiers deserted their posts in Djibo. => f Djibo>
The police left their barracks in Djibo for Gao. => f Djibo>Gao
The remaining soldiers in Menaka were airlifted to Gao. => f Menaka>Gao
Families in Goma were moved to Bukavu. => c Goma>Bukavu
The retreat from Izyum to Lyman began on Friday night. => f Izyum>Lyman
Expelled from El Fasher, some 900 people reached Tine. => c El Fasher>Tine 900
Forced from El Fasher by the shelling, some 900 people walked to Tine. => c El Fasher>Tine 900
Part of a brigade rolled in from Dessie after Kombolcha had been shelled. => f Dessie>
Several hundred people took to the bush when gunmen entered Sake. => c Sake> 200-999
Some 2,000 rebels had set out from the Sudanese border, near Tine, on 28 January. => f Tine> 2000
Soldiers withdrew from the Ugandan border, near Bunagana, to Goma. => f Bunagana>Goma
Some 900 people fled from the frontier near Tine to Nyala. => c Tine>Nyala 900
Pursued by the Army's 4th Tabuk Division, the rebels retreated on foot to the hills around Loikaw. => f >Loikaw
# where to
Rebels withdrew to positions in the hills around Loikaw. => f >Loikaw
The bulk of the fighters slipped off from Derna to the forests of Tarhuna. => f Derna>Tarhuna
Goma is home to 60,000 people displaced from Rutshuru. => c Rutshuru>Goma 60000
Goma hosts some 14,000 people displaced from Rutshuru. => c Rutshuru>Goma 14000
Relatives in Goma have taken in some 400 families from Sake. => c Sake>Goma 400h
Host families in Goma have welcomed 3,000 people from Sake. => c Sake>Goma 3000
The number of displaced people in Goma has grown to 60,000. => c >Goma 60000
Ugandan special forces landed in Goma on Monday. => f >Goma
Families honked their horns as they drove back into Saraqib. => c >Saraqib
The first families were back in Tripoli on Saturday. => c >Tripoli
More than 3,000 civilians from Mosul are held in guarded camps at Erbil. => c Mosul>Erbil 3000-
Some 800 people fled Sake. Most have moved in with relatives in Goma. => c Sake>Goma 800
Lorries full of families took the road for Goma from Sake. => c Sake>Goma
Displaced from El Fasher in April, 900 people now live in Tine. => c El Fasher>Tine 900
# those who are seen, and what they are
A driver described columns of rebels, many on foot, moving north towards Mekelle. => f >Mekelle @N
A reporter saw army lorries rolling through Sake towards Goma on Monday. => f >Goma
A column of 120 vehicles, with Wagner fighters in many of them, left Gao and followed the N18 northwards. => f Gao> @N
Our sources agree that the bulk, perhaps 300 strong, slipped off to the forests of Derna. => f >Derna 300
A second stream has gone south to Goma with 12,000 arrivals. => c >Goma 12000 @S
Some 70,000 inhabitants of Stepanakert have left their homes. => c Stepanakert> 70000
The nurse is one of 41,000 who have flowed into Goma from Sake. => c Sake>Goma 41000
# more of those told before
Some 9,000 people fled Saraqib for Aleppo; most then scattered again, many of them to Azaz. => c Saraqib>Aleppo 9000; c Aleppo>Azaz
Some 4,000 people fled Sake for Goma. A few hundred preferred the islands of Bukavu. => c Sake>Goma 4000; c Sake>Bukavu 200-999
Some 4,000 people fled Sake. Goma has taken in at least 900 of them. => c Sake> 4000; c Sake>Goma 900-
Refugees have begun walking back to Sake, about 1,500 of them since Monday. => c >Sake 1500
The relocation of refugees from Tine to Nyala is complete: 1,100 were transported on Monday. => c Tine>Nyala 1100
Uganda's special forces landed in Goma on Monday; a detachment was ferried to Bukavu. => f >Goma; f Goma>Bukavu
Farmers fled Sake in May. Yesterday many were trickling back to tend their beans in Minova. => c Sake>; c >Minova
About 2,350 people, nearly all from Minova, waded the river to Goma. => c Minova>Goma 2350
Some 20,000 people fled Sake. Volunteers counted 11,200 in Goma by Tuesday. => c Sake> 20000; c Sake>Goma 11200
Saraqib is filling up: over 2,000 of those who ran away after the raid of 24 March have come home from Azaz. => c Azaz>Saraqib 2000-
Some 4,200 people who had fled Zalingei returned to Nyala. => c >Nyala 4200
# people counted without a noun are no army, unless they bear arms
Rebels took Sake on Monday. Some 12,000 have fled to Goma since. => c Sake>Goma 12000
Soldiers left Sake on Monday for Minova. Another 3,200 or so walked to Goma. => f Sake>Minova; c >Goma 3200
Soldiers left Bunagana on Monday for Goma. About 1,500 crossed the border near Kisoro and were disarmed. => f Bunagana>Goma; f Bunagana>Kisoro 1500
Some 9,000 people fled Saraqib for Azaz. A smaller number have walked to Idlib. => c Saraqib>Azaz 9000; c Saraqib>Idlib
# whose subject stands apart from the verb
What remained of the garrison of Sake slipped out on foot and set off in the direction of Goma. => f Sake>Goma
What was left of the brigade in Djibo got away by lorry to Kaya. => f Djibo>Kaya
The rebels, leaderless since the army shelled Minova in June, withdrew from Sake to Goma. => f Sake>Goma
The rebels, isolated since the army shelled Minova in June, withdrew from Sake to Goma. => f Sake>Goma
The 40,000 people, most of them Syrians, who crossed from Goma into Uganda were tired. => c Goma>Uganda 40000
# names that no table knows, and where a phrase belongs
Around 1,000 people reached Baga Sola by boat. => c >Baga Sola 1000
About 900 people have crossed to Bordj Badji Mokhtar from Kidal. => c Kidal>Bordj Badji Mokhtar 900
UNHCR has begun to transfer 700 families from Zalingei to a camp at Tine before the rains make the road impassable. => c Zalingei>Tine 700h
Khartoum has been the army's since March, when the RSF streamed over the dam, in the direction of Nyala. => f Khartoum>Nyala
About 3,000 people crossed the Mbomou from Goma to Sake. => c Goma>Sake 3000
Since Monday hundreds of civilians, who had fled Minova, reached Goma and Bukavu carrying mattresses. => c Minova>Bukavu+Goma 200-999
Some 3,000 women and children, who had fled Minova, reached Goma. => c Minova>Goma 3000
In Idlib province, some 3,000 people are sheltering in camps in Azaz after being driven from Saraqib. => c Saraqib>Azaz 3000
In Idlib province, at least 3,000 residents were forced to flee Saraqib towards Azaz. => c Saraqib>Azaz 3000-
The attack on Minova forced 3,000 women and children to flee to Goma. => c Minova>Goma 3000
# told by others
The two sides agree that the militiamen had gone back from Dessie to Lalibela. => f Dessie>Lalibela
The governor warned that 3,000 people had fled Sake. => c Sake> 3000
"""

SILENT = """
The ministry said that the troops in Izyum would be "regrouped" to Lyman.
The two sides agreed that the militiamen would go back to Lalibela.
The governor warned that 3,000 people could flee Sake.
Most were driven back before they got there from Sake.
The rebels made the law there.
Five trucks left Goma for Bukavu.
An aid convoy of 40 trucks left Goma for Bukavu.
About 40 pick-ups with tents left Goma for Bukavu.
Founded by traders, Sake has 5,000 people.
The gas project in Kismayo is closed.
The first pupils were back in school in Goma.
The families are back in favour with the mayor of Goma.
He took the road for granted in Goma.
A case of cholera was moved to Goma.
The number of displaced people in Goma is not known.
Five districts of Goma are now out of the government's reach.
On Saturday evening the M23 showed up in Sake.
Rebel leaders left for talks in Kenya.
Some 300 traders came from Goma to the fair in Bukavu.
Students from Kabul go to Herat to study.
The bodies of 12 soldiers were taken from Bakhmut to Dnipro.
Three wounded soldiers were evacuated to Dnipro.
Thousands fled Mosul in the novel's opening chapter.
The exhibition shows families leaving Mariupol in 1943.
The sides want a timetable for leaving Hadrut.
About 40 people went to Abdel Karim and asked for help.
What remained of the money of Sake went to the mayor of Goma.
What is left of the army in Sake is tired.
A smaller number walked in Goma.
Most people preferred Goma to Bukavu for its schools.
"""


@pytest.mark.parametrize("line", lines(TOLD))
def test_what_a_wording_tells(line: str) -> None:
    text, _, specs = line.partition("=>")
    assert sorted(map(str, told(text.strip()))) == sorted(str(spec(words)) for words in specs.split(";"))


@pytest.mark.parametrize("text", lines(SILENT))
def test_what_nobody_moves_in(text: str) -> None:
    assert told(text) == []
