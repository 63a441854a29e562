//! What can be pressed: every action by name, in one list for each part of the program that takes them.
//!
//! A button carries the name (`data-action`), one listener reads it, and the part whose list it is in matches all
//! of them: an action that nobody offers by name, or that nobody takes, does not compile.

/// Something that a press asks for.
pub trait Action: Copy {
    /// Its name on the page.
    fn name(self) -> &'static str;

    /// What selects the elements that ask for it.
    fn hook(self) -> String {
        ["[data-action=", self.name(), "]"].concat()
    }
}

macro_rules! actions {
    ($($(#[$doc:meta])* $of:ident { $($action:ident $name:literal,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum $of { $($action,)* }

            impl $of {
                /// The action of a name; none where the name is another list's.
                pub fn named(name: &str) -> Option<$of> {
                    match name {
                        $($name => Some($of::$action),)*
                        _ => None,
                    }
                }
            }

            impl Action for $of {
                fn name(self) -> &'static str {
                    match self {
                        $($of::$action => $name,)*
                    }
                }
            }
        )*

        #[cfg(test)]
        const NAMES: &[&str] = &[$($($name,)*)*];
    };
}

actions! {
    /// Start, play, and what stands on every page.
    Week {
        Play "play",
        Restart "restart",
        Continue "continue",
        Next "next",
        Debrief "debrief",
        WhatIf "what-if",
        Start "start",
        Data "data",
        Erase "erase",
        Forget "forget",
        TakeBack "take-back",
        Unkeep "unkeep",
        Share "share",
        Copy "copy",
        Sheet "sheet",
        Back "week",
        Map "map",
        Why "why",
    }

    /// What comes after a week, and the cover of one from elsewhere.
    Studio {
        Print "print",
        Unfold "unfold",
        Json "download-json",
        Csv "download-csv",
        Reset "reset",
        By "by",
        Stop "stop",
        GoOn "go-on",
        Smaller "smaller",
        Larger "larger",
        Look "look",
        Find "find",
        Picture "svg",
        Begin "begin",
        WriteBack "write-back",
        Fetch "fetch",
        Portal "portal",
    }

    /// The line above a page in a portal.
    Portal {
        Finish "finish",
        Own "own-week",
        Begin "portal-begin",
        GoOn "portal-go-on",
    }

    /// The page of packages.
    Package {
        Make "package",
        File "portal-file",
        Element "copy-element",
        Code "copy-code",
        Link "copy-link",
    }

    /// The class page.
    Class {
        Read "class-read",
        Example "class-example",
        Present "class-present",
        Next "class-next",
        Back "class-back",
        Close "class-close",
        Together "class-together",
        Guide "class-guide",
        Vote "class-vote",
        Reveal "class-reveal",
        Fetch "store-read",
        Stop "store-stop",
        Open "class-open",
        GuideText "class-guide-text",
        Csv "class-csv",
        Link "class-link",
        Print "class-print",
    }

    /// The editor.
    Write {
        Blank "write-blank",
        Copy "write-copy",
        Draft "write-draft",
        Delete "write-delete",
        Undelete "write-undelete",
        Story "write-story",
        Problems "write-problems",
        Share "write-share",
        Next "write-next",
        Drawer "write-drawer",
        Close "write-close",
        Side "write-side",
        Weigh "write-weigh",
        Turn "write-turn",
        Go "write-go",
        AddKind "write-add-kind",
        Add "write-add",
        After "write-after",
        Remove "write-remove",
        Raise "write-raise",
        Lower "write-lower",
        Duplicate "write-duplicate",
        Clear "write-clear",
        Undo "write-undo",
        Redo "write-redo",
        Play "write-play",
        Open "write-open",
        Save "write-save",
        CopyLink "write-copy-link",
        Print "write-print",
        Package "write-package",
    }
}

#[cfg(test)]
mod tests {
    use super::NAMES;

    #[test]
    fn a_name_is_one_actions() {
        let mut names = NAMES.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), NAMES.len());
    }
}
