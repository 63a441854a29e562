//! The browser's program: start the shell. The failure page is `public/boot.js`'s.

fn main() {
    by_friday::ui::start();
}
