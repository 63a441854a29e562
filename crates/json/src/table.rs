//! Tables as text: rows of cells, with commas, semicolons or tabs between them.

/// The rows of a table, each with the line on which it begins (from 1), and whether the text ends within quotation
/// marks. A mark in the middle of a cell is one; within marks, line breaks and what cuts cells belong to the cell,
/// and a mark is written twice.
pub fn rows(text: &str, cut: char) -> (Vec<(usize, Vec<String>)>, bool) {
    let (mut out, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut line, mut begin) = (false, 1, 1);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        line += usize::from(c == '\n');
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            c if c == cut && !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                out.push((begin, std::mem::take(&mut row)));
                begin = line;
            }
            c => cell.push(c),
        }
    }
    row.push(cell);
    out.push((begin, row));
    (out, quoted)
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn rows_are_divided_at_what_spreadsheets_divide_at() {
        let (found, open) = rows("a;\"b\nc \"\"d\"\"\";e\n\nf;g\"h;", ';');
        let row = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        assert_eq!(found, [(1, row(&["a", "b\nc \"d\"", "e"])), (3, row(&[""])), (4, row(&["f", "g\"h", ""]))]);
        assert!(!open && rows("a,\"b", ',').1 && rows("", ',').0 == [(1, row(&[""]))]);
    }
}
