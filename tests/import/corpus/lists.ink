LIST mood = calm, (tense), angry
VAR shared = false
-> start

=== start ===
The team sits down.
* [Share the figures] They read in silence.
  ~ mood = calm
  ~ shared = true
* [Keep the figures] Somebody coughs.
  ~ mood = angry
- -> talk

=== talk ===
{ mood == angry: Voices are raised. | Somebody laughs. }
{ shared: The figures lie on the table. }
* [Let them talk] They find a way.
* [Say how it goes on] They nod.
- -> END
