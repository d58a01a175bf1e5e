// Package csvfile writes and reads the CSV files (RFC 4180) that people exchange with the back office by way of a spreadsheet.
package csvfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// ContentType of a file.
const ContentType = "text/csv; charset=utf-8"

// MostRows bounds what one file holds.
const MostRows = 20_000

// mark tells spreadsheets that a file is UTF-8.
const mark = "\ufeff"

// Write writes a head and rows. No field is a formula where the file is opened (OWASP, CSV injection), whatever stands in it; numbers
// with a sign stay numbers.
func Write(w io.Writer, head []string, rows [][]string) error {
	if _, err := io.WriteString(w, mark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(head); err != nil {
		return err
	}
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, field := range row {
			safe[i] = harmless(field)
		}
		if err := out.Write(safe); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// formulas are the characters that a formula begins with. Where people write Chinese, spreadsheets take the wide ones for them too.
const formulas = "=+-@\t\r\n＝＋－＠"

// harmless keeps a text from being a formula.
func harmless(text string) string {
	if first, _ := utf8.DecodeRuneInString(text); text == "" || !strings.ContainsRune(formulas, first) || number(text) {
		return text
	}
	return "'" + text
}

func number(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	return digits != "" && strings.Trim(digits, "0123456789.") == ""
}

// The errors of reading. Lines of a file count from 1, the head.
var (
	ErrEmpty   = errors.New("the file has no rows")
	ErrTooMany = fmt.Errorf("the file has more than %d rows", MostRows)
)

// SyntaxError says in which line the file is no CSV.
type SyntaxError struct {
	Line int
	Err  error
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e *SyntaxError) Unwrap() error { return e.Err }

// ColumnError says which column of the head is missing.
type ColumnError struct{ Column string }

func (e *ColumnError) Error() string { return "no column " + e.Column }

// Row is a line of a file: its fields by the names that Read was given.
type Row struct {
	Line   int
	fields map[string]string
}

// Get is the field of a column, without the spaces around it and without the mark that keeps it from being a formula.
func (r Row) Get(column string) string { return r.fields[column] }

// Column is a column that Read looks for: its name in a program, and the heads that people give it.
type Column struct {
	Name     string
	Heads    []string // compared without regard to case; Name counts too
	Optional bool
}

// Read reads a file with a head, in UTF-8 or, as spreadsheets in China save it, GB 18030. Columns may stand in any order; others are
// left out, and so are empty lines.
func Read(r io.Reader, columns ...Column) ([]Row, error) {
	body, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	if !utf8.Valid(body) {
		if body, err = simplifiedchinese.GB18030.NewDecoder().Bytes(body); err != nil {
			return nil, &SyntaxError{Line: 1, Err: err}
		}
	}
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte(mark))))
	in.FieldsPerRecord = -1
	head, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, ErrEmpty
	}
	if err != nil {
		return nil, syntax(err)
	}
	places, err := places(head, columns)
	if err != nil {
		return nil, err
	}
	return rows(in, places)
}

// places finds the column of each name.
func places(head []string, columns []Column) (map[string]int, error) {
	found := map[string]int{}
	for _, column := range columns {
		for at, title := range head {
			for _, name := range append([]string{column.Name}, column.Heads...) {
				if strings.EqualFold(strings.TrimSpace(title), name) {
					found[column.Name] = at
				}
			}
		}
		if _, ok := found[column.Name]; !ok && !column.Optional {
			return nil, &ColumnError{Column: column.Name}
		}
	}
	return found, nil
}

func rows(in *csv.Reader, places map[string]int) ([]Row, error) {
	var all []Row
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, syntax(err)
		}
		line, _ := in.FieldPos(0)
		row, some := Row{Line: line, fields: map[string]string{}}, false
		for name, at := range places {
			if at < len(record) {
				row.fields[name] = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(record[at]), "'"))
				some = some || row.fields[name] != ""
			}
		}
		if !some {
			continue
		}
		if len(all) == MostRows {
			return nil, ErrTooMany
		}
		all = append(all, row)
	}
	if len(all) == 0 {
		return nil, ErrEmpty
	}
	return all, nil
}

func syntax(err error) error {
	var fault *csv.ParseError
	if errors.As(err, &fault) {
		return &SyntaxError{Line: fault.Line, Err: fault.Err}
	}
	return err
}
