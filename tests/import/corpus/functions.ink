VAR trust = 0
VAR told = false
-> start

=== function raise(ref x, n) ===
~ x = x + n

=== function trusted() ===
~ return trust > 1

=== start ===
Anna waits at the door of the test room.
* [Ask her what she needs] She needs an hour, and the rig.
  ~ raise(trust, 1)
* [Tell her what to do] She writes it down.
  ~ told = true
- -> rig

=== rig ===
The rig hums.
* [Ask her to begin] She begins.
  ~ raise(trust, 1)
* [Begin yourself] You begin.
- -> evening

=== evening ===
{ trusted():
  Anna tells you what she found.
- else:
  Anna hands you a sheet of paper.
}
* {trusted()} [Thank her] She smiles.
* [Read it] You read it twice.
* {told} [Ask whether it was clear] It was.
- The lights go out.
-> END
