VAR met = false
VAR trust = 0
LIST mood = (calm), tense
-> office

=== office ===
Ines: You are early. # morning
{met: You have met before.|You have not met.}
The clock says {~six|seven}.
* [Ask how it went] -> ask
* {trust > 0} Promise her the afternoon[.] off.
  -> shift
+ Read out the list
  ~ met = true
  -> shift
* -> shift

=== ask ===
~ met = true
~ trust = trust + 1
Ines: Two lines stopped. <>
I wrote it down.
* (written) Read it now
  It takes an hour.
* Later
  It stays on the desk.
- Ines: Anything else? 
-> shift

=== shift ===
{
  - met: Ines: Good to know you.
  - else: Ines: I am Ines.
}
{ask.written: You know what stopped.}
-> walk ->
{trust:
  - 0: She leaves.
  - 1: She stays a minute.
}
+ [Thank her] Ines: Until tomorrow. -> END
+ [Check the list] -> done_for_today

=== walk ===
You walk the line together.
->->

=== done_for_today ===
The list is long, and {double(2)} of it is done.
-> END

=== function double(x) ===
~ return x * 2

=== attic ===
Nobody comes here.
-> END
