It was a quiet morning in the plant.
 * There were two trucks at the gate.
 * There were four trucks at the gate.
- They all had to be loaded by noon.
 * [Load them in order] It took until one.
 * [Ask the drivers who is in a hurry] It took until noon.
- The gate closed.
    -> END
