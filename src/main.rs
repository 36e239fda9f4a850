use std::process::ExitCode;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("calc") {
        return clusterbuy::calc::main_stdin();
    }
    ExitCode::from(2)
}
