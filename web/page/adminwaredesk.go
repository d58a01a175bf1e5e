package page

import (
	"strings"
	"time"

	"gulimall/pkg/money"
)

// WareTakings is the page "waretakings": stock-taking sheets.
type WareTakings struct {
	AdminBase
	Tabs     []Tab
	Heads    []AdminHead
	Takings  []WareTaking
	Pager    Pager
	CSV      string
	MayWrite bool
}

// WareTaking is a stock-taking sheet. State names itself (stocktake.state.…).
type WareTaking struct {
	ID                             int64
	WareName, State, Note, Account string
	CreatedAt, UpdatedAt           time.Time
	Lines, Counted, Differing      int64
	Booked, Refused                int64
}

// Left is how many lines nobody has counted.
func (t WareTaking) Left() int64 { return t.Lines - t.Counted }

// WareTakingNew is the page "waretakingnew".
type WareTakingNew struct {
	AdminBase
	Houses     []Option
	SKUs, Note string
}

// WareTakingDesk is the page "waretaking": one sheet, its counts and what can be done with it.
type WareTakingDesk struct {
	AdminBase
	WareTaking
	Tabs    []Tab
	Show    string
	SKU     string
	Rows    []WareTakingLine
	Pager   Pager
	CSV     string
	Counts  bool // counts may be entered
	Asking  bool // whether to book is asked
	Refusal []WareCountFault
}

// WareTakingLine is one SKU on a sheet. State names itself (stocktake.line.…).
type WareTakingLine struct {
	SkuID             int64
	SkuName, State    string
	Counted, Expected *int64
	Delta             int64
	CountedAt         time.Time
	Stock, Locked     int64
	Typed             string
	Bad               bool
	After             int64 // what the stock would be
}

// WareCountFault is a count that was not taken. Code names itself (stocktake.fault.…).
type WareCountFault struct {
	Line  int
	SkuID string
	Code  string
}

// WareFreights is the page "warefreights".
type WareFreights struct {
	AdminBase
	Templates []WareFreight
	Uncovered []string     // provinces that no region has
	Pays      *WareFreight // what these pay; nil where there is no region that has a province
	MayWrite  bool
}

// WareFreight is what sending to a region costs.
type WareFreight struct {
	ID, Version            int64
	Region                 string
	FirstGrams, ExtraGrams int64
	FirstFee, ExtraFee     money.Fen
	Provinces              []string
}

// WareFreightEdit is the page "warefreightedit"; ID 0 adds a region. What was typed stays as it was typed.
type WareFreightEdit struct {
	AdminBase
	ID, Version            int64
	Region                 string
	FirstGrams, ExtraGrams string
	FirstFee, ExtraFee     string
	Seen                   string // the versions of all templates
	Own                    []string
	Others                 []WareProvince
	Present                *WareFreight
	Else                   *WareFreight // what its provinces would pay without it; nil where it is the last one
}

// OwnText is the region's provinces in a row.
func (e WareFreightEdit) OwnText() string { return strings.Join(e.Own, " ") }

// WareProvince is a province of another region, or of none.
type WareProvince struct {
	Name, Region string
	Chosen       bool
}

// WareImport is the page "wareimport": a file, what it would do, and what it did. Kind is adjust, warn or need, and names itself
// (stocktake.import.…). Text is there as long as there is something to send.
type WareImport struct {
	AdminBase
	Kind, Path, List string
	Text, Key        string
	Rows             []WareImportRow
	OK, Faults       int
	Again, Waits     int // rows that were done before, and those whose turn has not come
	More             int // rows with which all is well and that are not shown
	Done             bool
}

// Take counts rows, and keeps those to be shown: all that are wrong, and most of the others.
func (w *WareImport) Take(rows []WareImportRow, most int) {
	for _, r := range rows {
		switch {
		case r.Fault != "":
			w.Faults++
			w.Rows = append(w.Rows, r)
			continue
		case r.Again:
			w.Again++
		case r.Waits:
			w.Waits++
		default:
			w.OK++
		}
		if len(w.Rows)-w.Faults < most {
			w.Rows = append(w.Rows, r)
		} else {
			w.More++
		}
	}
}

// Numbers tells whether there is a number before and one after.
func (w WareImport) Numbers() bool { return w.Kind != "need" }

// WareImportRow is how a row went, or would go. Fault is what is wrong with it.
type WareImportRow struct {
	Line          int
	SkuID         string
	WareName      string
	Count         string
	Note          string
	New           bool
	Before, After int64
	Again, Waits  bool
	Fault         string
}
