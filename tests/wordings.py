"""Ways to say that a place changed hands, and ways that only sound like it, with gaps for sides and places of many wars.

``{T}`` takes ``{P}`` and ``{L}`` loses it; ``{t}`` and ``{l}`` are the words before a noun ("rebel hands"). The sentences are our own; they test the
reading of language alone, so what they say of real sides need not be true.
"""

from __future__ import annotations

FILLERS = (
    ("Tigrayan forces", "federal troops", "Dessie", "Tigray", "Tigrayan", "federal"),
    ("the M23", "the army", "Sake", "M23", "rebel", "army"),
    ("al-Shabaab", "government soldiers", "Buale", "Shabaab", "jihadist", "government"),
    ("Haftar's forces", "the GNA", "Gharyan", "Libyan National Army", "LNA", "GNA"),
    ("the Ruvan Liberation Front", "the national army", "Minova", "Ruvan", "rebel", "army"),
    ("Russian forces", "Ukrainian troops", "Soledar", "Russian", "Russian", "Ukrainian"),
    ("Azerbaijani troops", "Armenian forces", "Hadrut", "Azerbaijan", "Azerbaijani", "Armenian"),
    ("gunmen from the Kolwa militia", "police", "Adado", "Kolwa", "militia", "police"),
)
"""Taker, loser, place, a word that must be among the names of the taker, and both sides before a noun."""

TOLD = """\
{T} captured {P} on Monday.
{T} have seized {P}.
{T} took {P} from {L} on Monday.
{T} took over {P} on Monday.
{T} swept into {P} on Monday and took it without a fight.
{T} stormed {P} before dawn on Monday.
{T} overran {P} on Monday night.
{T} conquered {P} after a week of fighting.
{T} swiftly gained control of {P}.
{T} established control over {P} on Monday.
{T} asserted control over {P} on Monday.
{T} have assumed control of {P}.
{T} secured control of {P} on Monday.
{T} completed the capture of {P} on Monday.
{T} completed their takeover of {P} on Monday.
{T} marched into {P} unopposed on Monday.
{T} rolled into {P} on Monday without firing a shot.
{T} walked into {P} on Monday and met no resistance.
{T} entered {P} on Monday after {L} had withdrawn.
{T} moved into {P} hours after {L} pulled out on Monday.
{T} occupied {P} on Monday.
{T} recaptured {P} on Monday.
{T} reoccupied {P} on Monday.
{T} won back {P} on Monday.
{T} clawed back {P} on Monday.
{T} snatched {P} from {L} on Monday.
{T} wrested {P} from the hands of {L} on Monday.
{T} wrested control of {P} from {L} on Monday.
{T} drove {L} out of {P} on Monday.
{T} drove {L} from {P} on Monday.
{T} expelled {L} from {P} on Monday.
{T} ousted {L} from {P} on Monday.
{T} chased {L} out of {P} on Monday.
{T} forced {L} to abandon {P} on Monday.
{T} forced {L} out of {P} on Monday.
{T} dislodged {L} from {P} on Monday.
{T} routed {L} at {P} on Monday and took the town.
{T} cleared {P} of {L} on Monday.
{T} flushed {L} out of {P} on Monday.
{T} liberated {P} on Monday.
{T} freed {P} from {L} on Monday.
{T} raised their flag over {P} on Monday.
{T} hoisted their flag above the town hall in {P} on Monday.
{T} planted their flag in the centre of {P} on Monday.
{T} hung their banner from the governor's office in {P} on Monday.
{T} broke through the defences of {P} on Monday and took the town.
{T} are now in control of {P}.
{T} are in full control of {P}.
{T} have been in control of {P} since Monday.
{T} have held {P} since Monday.
{T} now hold {P}.
{T} now control {P}.
{T} made themselves masters of {P} on Monday.
{T} established themselves in {P} on Monday.
{T} installed themselves in {P} on Monday.
{T} installed their own administration in {P} on Monday.
{T} appointed a mayor of their own in {P} on Monday.
{T} seized the town of {P} on Monday.
{T} captured the strategic town of {P} on Monday.
{T} captured the base at {P} on Monday.
{T} captured the airport at {P} on Monday.
{T} seized {P}, a market town on the main road, on Monday.
{T} pushed into {P} and captured it on Monday.
{T} said they had captured {P}.
{T} announced on Monday that they had taken {P}.
{T} announced the capture of {P} on Monday.
{T} claimed the capture of {P} on Monday.
{T} claim to have captured {P}.
{T} say {P} is theirs.
{T} say {P} is under their control.
{T} say they are in control of {P}.
{T} took possession of {P} on Monday.
{T} brought {P} under their control on Monday.
{T} brought {P} back under their control on Monday.
{T} returned to {P} on Monday, a day after {L} had left it.
{T} regained {P} on Monday.
{T} reclaimed {P} on Monday.
{T} retook {P} in a dawn attack on Monday.
{T} took {P} by storm on Monday.
{T} took {P} by surprise on Monday.
{T} subdued {P} on Monday.
{T} crushed the last resistance in {P} on Monday.
{T} wiped out the last pocket of resistance in {P} on Monday.
{T} took the surrender of {P} on Monday.
{T} forced the surrender of {P} on Monday.
{T} got hold of {P} on Monday.
{T} laid hands on {P} on Monday.
{T} added {P} to their gains on Monday.
{T} have added {P} to the places they hold.
{T} managed to capture {P} on Monday.
{T} succeeded in taking {P} on Monday.
{T} ended up in possession of {P} on Monday.
{T} took all of {P} on Monday.
{T} took most of {P} on Monday.
{T} retook the whole of {P} on Monday.
{T} pushed {L} out and took {P} on Monday.
{T} attacked {P} at dawn on Monday and by noon it was theirs.
{T} attacked at dawn on Monday and had {P} by noon.
{T}, who had besieged {P} for months, took it on Monday.
{T}, advancing from the north, took {P} on Monday.
Advancing from the north, {T} took {P} on Monday.
Having surrounded {P} for weeks, {T} took it on Monday.
After capturing {P} on Monday, {T} pressed on to the south.
After {T} captured {P} on Monday, thousands of people fled.
Since {T} took {P} on Monday, shops have been closed.
It was on Monday that {T} took {P}.
{P} was captured by {T} on Monday.
{P} was captured on Monday by {T}.
{P} has been seized by {T}.
{P} was taken from {L} by {T} on Monday.
{P} was overrun by {T} on Monday.
{P} was stormed by {T} on Monday.
{P} was occupied by {T} on Monday.
{P} was taken over by {T} on Monday.
{P} was retaken by {T} on Monday.
{P} fell to {T} on Monday.
{P} fell on Monday to {T}.
{P} fell into the hands of {T} on Monday.
{P} fell under the control of {T} on Monday.
{P} fell without a fight on Monday when {T} drove in.
{P} came under the control of {T} on Monday.
{P} passed into the hands of {T} on Monday.
{P} passed from {L} to {T} on Monday.
{P} is in the hands of {T}.
{P} is under the control of {T}.
{P} is now held by {T}.
{P} is now controlled by {T}.
{P} has been held by {T} since Monday.
{P} went over to {T} on Monday.
{P} surrendered to {T} on Monday.
{P} capitulated to {T} on Monday.
{P} yielded to {T} on Monday.
{P} succumbed to {T} on Monday.
{P} was surrendered to {T} on Monday.
{P} was ceded to {T} on Monday.
{P} was handed over to {T} on Monday.
{P} was handed to {T} on Monday.
{P} was abandoned to {T} on Monday.
{P} was lost to {T} on Monday.
{P} was given up to {T} on Monday.
{P} opened its gates to {T} on Monday.
{P} changed hands on Monday when {T} drove out {L}.
{P} belongs to {T} now.
{P} has belonged to {T} since Monday.
{P} has a new master: {T} took it on Monday.
{P} woke up on Tuesday under the rule of {T}.
{P} has been ruled by {T} since Monday.
{P} was wrested from {L} on Monday.
{P} was cleared of {L} on Monday by {T}.
{P} was purged of {L} on Monday by {T}.
{P} was rid of {L} on Monday.
The flag of {T} has flown over {P} since Monday.
The flag of {T} was flying over {P} on Monday.
{L} lost {P} to {T} on Monday.
{L} lost control of {P} to {T} on Monday.
{L} lost {P} on Monday.
{L} have lost control of {P}.
{L} abandoned {P} to {T} on Monday.
{L} abandoned {P} on Monday and {T} moved in.
{L} surrendered {P} to {T} on Monday.
{L} gave up {P} on Monday.
{L} gave {P} up on Monday.
{L} ceded {P} to {T} on Monday.
{L} yielded {P} to {T} on Monday.
{L} handed {P} over to {T} on Monday.
{L} handed over {P} to {T} on Monday.
{L} left {P} to {T} on Monday.
{L} fled {P} on Monday, leaving it to {T}.
{L} fled {P} on Monday, leaving the town in the hands of {T}.
{L} withdrew from {P} on Monday and {T} took over.
{L} withdrew from {P} on Monday, allowing {T} to take it.
{L} pulled out of {P} on Monday and {T} drove in behind them.
{L} pulled out of {P} on Monday; {T} walked in an hour later.
{L} were driven out of {P} by {T} on Monday.
{L} were pushed out of {P} on Monday.
{L} were expelled from {P} on Monday.
{L} were ejected from {P} by {T} on Monday.
{L} have been dislodged from {P}.
{L} were forced to give up {P} on Monday.
{L} were forced to abandon {P} on Monday.
{L} had to leave {P} to {T} on Monday.
{L} made way for {T} in {P} on Monday.
{L} in {P} laid down their arms on Monday.
{L} in {P} surrendered to {T} on Monday.
{L} conceded that they had lost {P}.
{L} admitted the loss of {P} on Monday.
{L} acknowledged that {P} had fallen.
{L} confirmed that {T} had captured {P}.
{L} acknowledged losing {P} on Monday.
The capture of {P} by {T} on Monday cut the road to the south.
The fall of {P} to {T} on Monday cut the road to the south.
The loss of {P} to {T} on Monday shocked the country.
The seizure of {P} by {T} on Monday shocked the country.
The takeover of {P} by {T} on Monday shocked the country.
{P}'s fall to {T} on Monday shocked the country.
{P}'s capture by {T} on Monday shocked the country.
By capturing {P} on Monday, {T} cut the road.
By Monday night {T} were in {P}.
By Monday evening {P} was theirs.
On Monday it was the turn of {P} to fall to {T}.
On Monday it was {P}'s turn to fall to {T}.
Next to fall was {P}, which {T} took on Monday.
Among the towns taken by {T} on Monday was {P}.
Gone too is {P}, taken by {T} on Monday.
{P}, captured by {T} on Monday, lies on the main road.
{P}, which fell to {T} on Monday, lies on the main road.
{P}, which {T} took on Monday, lies on the main road.
{P}, held by {T} since Monday, lies on the main road.
{P}, where {T} raised their flag on Monday, lies on the main road.
{P}, from which {L} were driven on Monday, lies on the main road.
{P}, lost by {L} on Monday, lies on the main road.
Residents said {T} had taken {P} on Monday.
Residents reached by telephone said {P} had been under the control of {T} since Monday.
"They are in the market and the police station," said a resident of {P}, which {T} captured on Monday.
"{P} is ours," a commander of {T} said on Monday.
According to aid workers, {T} captured {P} on Monday.
{T} were reported to have taken {P} on Monday.
{T} reportedly captured {P} on Monday.
{T} are said to have taken {P} on Monday.
Reports from {P} say {T} are in control of the town.
{P} falls to {T}
{T} seize {P}
{T} take {P}
{P} taken by {T}
{L} lose {P}
Under a deal, {L} turned {P} over to {T} on Monday.
The garrison of {P} surrendered to {T} on Monday.
The last {l} soldiers left {P} on Monday and {T} took their place.
{T} took the barracks on Sunday and, a day later, {P} itself.
{T} captured Wanda, Bolo and {P} on Monday.
{T} have captured at least three towns, {P} among them.
{T} have captured several towns, including {P}.
{T} seized the province's second town, {P}, on Monday.
{T} tightened their grip on the region on Monday by taking {P}.
{T} struck at {P} on Monday, taking the town within hours.
{T} stormed the prison and captured {P} on Monday.
{T} had taken {P} by Monday.
{T} recovered {P} on Monday after {L} had fled.
Control of {P} passed to {T} on Monday.
{T} took charge of {P} on Monday.
{T} have taken charge in {P}.
{P} has slipped out of the control of {L}.
{P} slipped from {l} control on Monday.
{P} is no longer in {l} hands.
{P} is no longer under the control of {L}.
{L} no longer control {P}.
{L} no longer hold {P}.
{T} have made {P} their own.
{T} got {P} on Monday.
{T} held {P} for several days in May.
{T} hold {P}, captured from {L} on Monday after a week of fighting.
{T} captured the headquarters of the northern command at {P} on Monday.
{L} lost the regional command at {P} to {T} on Monday.
{T} say that {P} is entirely in their hands.
{P}, the last town in the region out of reach of {T}, was captured by them on Monday.
{T} planted their flag on the roof of the town hall of {P} on Monday.
{P} has been back with {T} since Monday.
{P} is back in the hands of {T}.
{P} has been in {t} hands since Monday.
{P} was in {t} hands by Monday night.
{P} and its airfield, both of which were in {t} hands by Monday night, lie on the main road.
{T} had {P} to themselves by Monday.
{P} was secured by {T} on Monday.
{T} rid {P} of {L} on Monday.
{T} put {L} to flight at {P} on Monday and took the town.
{L} were evicted from {P} by {T} on Monday.
{L} melted away from {P} on Monday and {T} walked in.
There is no longer any {l} soldier in {P}.
There are no longer any {l} fighters in {P}.
{P} now flies the flag of {T}.
Control of {P} passed from {L} to {T} on Monday.
Control of {P} passed on Monday from {L} to {T}.
Control over {P} went to {T} on Monday.
Control of {P} shifted to {T} on Monday.
Control of {P} was transferred from {L} to {T} on Monday.
{P} reverted to {T} on Monday.
{T} put an end to the rule of {L} in {P} on Monday.
{T} put an end to {l} control of {P} on Monday.
{T} ended the rule of {L} in {P} on Monday.
{T} ended two years of {l} rule in {P} on Monday.
May saw the fall of {P} to {T}.
Monday saw {P} fall to {T}.
Monday brought the loss of {P} to {T}.
{T} welcomed the return of {P} to their control on Monday.
The entry of {T} into {P} on Monday met no resistance.
Into {P} on Monday marched {T}, who met no resistance.
Into the town of {P} on Monday walked {T}, unopposed.
{P} was entered by {T} on Monday without a fight.
{T} did not take {P} until Monday.
{P} was not taken by {T} until Monday.
{P} did not fall to {T} until Monday.
{T} have been in {P} since Monday.
{T} overcame the last defenders of {P} on Monday.
{P} is free of {L}, {T} announced on Monday.
{P} fell to an assault by {T} on Monday.
{P} was lost after an assault by {T} on Monday.
"""

SILENT = """\
{T} vowed to capture {P}.
{T} said they would soon take {P}.
{T} failed to capture {P} on Monday.
{T} tried to seize {P} on Monday but were driven back.
{T} were repelled at {P} on Monday.
{L} repulsed an attack on {P} by {T} on Monday.
{L} beat back {T} outside {P} on Monday.
{T} have not captured {P}.
{T} have yet to take {P}.
{T} never took {P}.
{T} are close to capturing {P}.
{T} are advancing on {P}.
{T} are fighting for control of {P}.
{T} and {L} are fighting for {P}.
{T} threatened to take {P}.
{T} may have taken {P}, one report suggested.
{T} could take {P} within days.
{T} might seize {P}.
{T} hope to retake {P}.
{T} plan to seize {P}.
{T} want to take {P} before the rains.
If {T} capture {P}, the road will be cut.
Should {P} fall, the road would be cut.
Unless help comes, {P} will fall to {T}.
{P} is still in {l} hands.
{P} remains under the control of {L}.
{P} has not fallen.
{P} did not fall.
{P} could fall within days.
{P} is on the verge of falling to {T}.
{P} is expected to fall to {T}.
{L} are still holding {P}.
{L} still control {P}.
{L} held {P} against {T}.
{L} denied that {T} had captured {P}.
{L} denied having lost {P}.
{L} deny that {P} has fallen.
{L} prevented {T} from capturing {P}.
{L} said they would not give up {P}.
{L} refused to surrender {P}.
{L} vowed never to leave {P} to {T}.
{L} were ordered to hold {P} at all costs.
An attempt by {T} to capture {P} failed on Monday.
An offensive to retake {P} began on Monday.
The battle for {P} began on Monday.
The aim of {T} is to capture {P}.
Fears that {P} will fall to {T} are growing.
Neither {T} nor {L} control all of {P}.
Who controls {P} is unclear.
Will {P} fall to {T}?
Can {T} take {P}?
{T} were a mile from {P} on Monday.
{T} reached the outskirts of {P} on Monday.
{T} surrounded {P} on Monday.
{T} shelled {P} on Monday.
{T} captured two tanks near {P} on Monday.
{T} captured 40 soldiers in {P} on Monday.
{T} seized weapons in {P} on Monday.
{T} seized aid lorries in {P} on Monday.
{T} took hostages in {P} on Monday.
{T} took part in talks in {P} on Monday.
{T} took {P}'s mayor to prison on Monday.
{T} abandoned the attack on {P} on Monday.
{T} demanded the surrender of {P}.
{T} called on {L} to surrender {P}.
{T} celebrated the anniversary of the capture of {P}.
Ten years after the fall of {P}, {T} held a parade.
Talks on the handover of {P} to {T} failed.
A plan to hand {P} over to {T} was dropped.
{T} lost a helicopter near {P} on Monday.
{T} stormed out of talks in {P} on Monday.
{T} and {L} signed a ceasefire in {P} on Monday.
It is not true that {T} have captured {P}.
Rumours that {T} had captured {P} proved false.
{T} were unable to take {P}.
{T} stopped short of {P} on Monday.
{T} claimed to have shot down a drone over {P} on Monday.
{L} will defend {P} to the last man.
Reports that {P} had been captured by {T} could not be verified.
Rumours on Monday that {P} was already lost to {T} turned out to be untrue.
Word that {T} had taken {P} has not been confirmed.
{P} was added to the list of towns that need aid.
Peacekeepers vacated their camp in {P} on Monday.
{T} vowed to march into {P}.
{T} took the advice of the elders of {P}.
{T} were captured on film in {P} on Monday.
{T} entered talks in {P} on Monday.
{T} secured funding for {P} on Monday.
{T} secured a deal in {P} on Monday.
{T} tried to break into {P} on Monday.
{T} wanted {P} to themselves.
{T} hoped to be back in {P} by Monday.
{P} would be back with {T} by Christmas, they said.
{P} has never been in {t} hands.
{P} is still with {L}.
{L} remain in {P}.
{L} held out in {P} on Monday.
{T} will not take {P} until Monday.
{P} must not fall until the convoy is through.
Control of {P} must pass to {T}, the envoy said.
Control of {P} is disputed.
Control of the air passed to {T} on Monday.
{T} put an end to rumours in {P} on Monday.
{T} ended their strike in {P} on Monday.
{T} called for an end to {l} rule in {P}.
The entry of {T} into talks in {P} was delayed.
{T} began the recapture of {P} on Monday.
Without an entry of {T} into {P}, the road stays shut.
"""
