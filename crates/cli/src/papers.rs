//! `by-friday completions` and `by-friday man`: what a shell and a reader know of the command.

use super::Cli;
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};
use clap_mangen::Man;
use std::io;

/// Print what lets a shell complete the command.
#[derive(Args)]
pub struct Completions {
    shell: Shell,
}

pub fn completions(args: &Completions) -> String {
    let mut out = Vec::new();
    generate(args.shell, &mut Cli::command(), "by-friday", &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// One page for all: a section for each sub-command, in place of a list of them.
pub fn manual() -> Result<String, io::Error> {
    let mut cli = Cli::command().disable_help_subcommand(true);
    cli.build();
    let page = Man::new(cli.clone());
    let mut out = Vec::new();
    page.render_title(&mut out)?;
    page.render_name_section(&mut out)?;
    page.render_synopsis_section(&mut out)?;
    page.render_description_section(&mut out)?;
    let mut out = String::from_utf8_lossy(&out).into_owned();
    for command in cli.get_subcommands() {
        let (part, mut section) = (Man::new(command.clone()), Vec::new());
        part.render_synopsis_section(&mut section)?;
        part.render_description_section(&mut section)?;
        part.render_options_section(&mut section)?;
        let section = String::from_utf8_lossy(&section);
        let heading = format!(".SH {}", command.get_name().to_uppercase());
        out += &section.replace(".SH SYNOPSIS", &heading).replace(".SH DESCRIPTION", ".PP").replace(".SH OPTIONS", ".PP");
    }
    let mut end = Vec::new();
    page.render_extra_section(&mut end)?;
    Ok(out + &String::from_utf8_lossy(&end).replace(".SH EXTRA", ".SH \"EXIT STATUS\""))
}
