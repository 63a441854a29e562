-> start

=== start ===
The telephone rings.
-> ask_about -> after

=== ask_about ===
"Do you have it?" asks the customer.
* [Say yes] "I do."
* [Say no] "Not yet."
- There is a pause on the line.
->->

=== after ===
Now you must decide.
* [Call Anna] Anna answers at once.
  -> ask_about -> done_with
* [Go alone] You take the keys.
  -> done_with

=== done_with ===
It is evening.
* [Lock the door] The lock turns.
* [Leave it open] The door stands open.
- -> END
