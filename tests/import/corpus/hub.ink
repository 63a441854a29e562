-> hub

=== hub ===
You look around the office.
* [The desk] A letter lies on the desk.
  -> hub
* [The window] The yard is empty.
  -> hub
* -> leave

=== leave ===
You have seen enough, and leave.
+ [Go home] The bus is late.
+ [Go to the plant] The night shift greets you.
- -> END
