//! The command for writers, trainers and tests.

fn main() -> std::process::ExitCode {
    cli::main()
}
