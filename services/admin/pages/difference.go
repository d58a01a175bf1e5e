package pages

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/money"
	"gulimall/pkg/shopday"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// difference gathers what is different after a change, value by value, as people read it.
type difference struct {
	words *i18n.Words
	entry adminapi.AuditEntry
	roles map[string]string // names by number
	found []page.AdminChange
}

// changes lists what is different after a change. Roles are named as they are called now.
func changes(e adminapi.AuditEntry, words *i18n.Words, roles map[string]string) []page.AdminChange {
	d := difference{words: words, entry: e, roles: roles}
	d.compare("", "", e.Before, e.After)
	return d.found
}

// compare follows two values down to what is different: into objects by name, into lists of objects by place. Lists of plain values tell
// what has gone and what has come.
func (d *difference) compare(label, field string, was, is json.RawMessage) {
	was, is = something(was), something(is)
	if bytes.Equal(was, is) {
		return
	}
	if names, ok := members(was, is); ok {
		before, after := object(was), object(is)
		for _, name := range names {
			if name != "version" { // counts the changes, and says nothing about them
				d.compare(d.label(label, field, name), meaning(field, name), before[name], after[name])
			}
		}
		return
	}
	gone, come, ok := lists(was, is)
	switch {
	case !ok:
		d.add(page.AdminChange{Field: label, Before: d.said(field, was), After: d.said(field, is)})
	case nested(gone) || nested(come):
		for i := range max(len(gone), len(come)) {
			d.compare(joined(label, strconv.Itoa(i+1)), field, placed(i, gone), placed(i, come))
		}
	case len(was) == 0 || len(is) == 0:
		d.add(page.AdminChange{Field: label, Before: d.listed(field, gone), After: d.listed(field, come)})
	default:
		d.add(d.moved(label, field, gone, come))
	}
}

// moved tells what has gone from a list and what has come to it; where it is only arranged anew, both are told whole.
func (d *difference) moved(label, field string, was, is []json.RawMessage) page.AdminChange {
	gone, come := without(was, is), without(is, was)
	if len(gone) == 0 && len(come) == 0 {
		return page.AdminChange{Field: label, Before: d.listed(field, was), After: d.listed(field, is)}
	}
	return page.AdminChange{Field: label, Before: d.listed(field, gone), After: d.listed(field, come), Listed: true}
}

// add keeps a change; what was nothing and is nothing in words is none.
func (d *difference) add(c page.AdminChange) {
	if c.Before != "" || c.After != "" {
		d.found = append(d.found, c)
	}
}

// label names a value below another one: 规则 · 价格.
func (d *difference) label(above, field, name string) string {
	switch {
	case meaning(field, name) != name:
		return joined(above, name)
	case name == "id": // a word that the catalogues keep for themselves
		return joined(above, d.words.T("admin.number"))
	}
	return joined(above, named(d.words, "admin.field.", name))
}

func joined(above, own string) string {
	if above == "" {
		return own
	}
	return above + " · " + own
}

// meaning is what a name means: that of what it stands in where it is a number only, as in needs by their numbers.
func meaning(above, name string) string {
	if strings.Trim(name, "0123456789") == "" {
		return above
	}
	return name
}

// something is nil for what is nothing.
func something(value json.RawMessage) json.RawMessage {
	if text := string(value); text == "null" || text == `""` || text == "[]" || text == "{}" {
		return nil
	}
	return value
}

// members are the names of both values, where either is an object and the other is one too, or nothing.
func members(was, is json.RawMessage) ([]string, bool) {
	if (len(was) > 0 && was[0] != '{') || (len(is) > 0 && is[0] != '{') {
		return nil, false
	}
	both := object(was)
	maps.Copy(both, object(is))
	return slices.Sorted(maps.Keys(both)), true
}

func object(value json.RawMessage) map[string]json.RawMessage {
	all := map[string]json.RawMessage{}
	_ = json.Unmarshal(value, &all) // nothing has no members
	return all
}

// lists are the elements of both values, where either is a list and the other is one too, or nothing.
func lists(was, is json.RawMessage) (gone, come []json.RawMessage, ok bool) {
	if (len(was) > 0 && was[0] != '[') || (len(is) > 0 && is[0] != '[') {
		return nil, nil, false
	}
	_ = json.Unmarshal(was, &gone) // nothing has no elements
	_ = json.Unmarshal(is, &come)
	return gone, come, true
}

func nested(list []json.RawMessage) bool {
	return slices.ContainsFunc(list, func(v json.RawMessage) bool { return len(v) > 0 && (v[0] == '{' || v[0] == '[') })
}

func placed(i int, list []json.RawMessage) json.RawMessage {
	if i >= len(list) {
		return nil
	}
	return list[i]
}

// without are the elements of a list that another one does not have.
func without(list, other []json.RawMessage) []json.RawMessage {
	return slices.DeleteFunc(slices.Clone(list), func(v json.RawMessage) bool {
		return slices.ContainsFunc(other, func(o json.RawMessage) bool { return bytes.Equal(v, o) })
	})
}

// mostListed is how much of a list is told; the rest is counted.
const mostListed = 20

func (d *difference) listed(field string, list []json.RawMessage) string {
	told := list[:min(len(list), mostListed)]
	parts := make([]string, len(told))
	for i, value := range told {
		parts[i] = d.said(field, value)
	}
	text := strings.Join(parts, d.words.T("admin.comma"))
	if rest := len(list) - len(told); rest > 0 {
		text += " … +" + strconv.Itoa(rest)
	}
	return text
}

// said is a plain value as people read it: texts without quotes and, where the catalogues know them, in words; moments in the shop's time,
// amounts in yuan, shares of a price in percent, roles by name, settings with their unit, yes and no.
func (d *difference) said(field string, value json.RawMessage) string {
	var text string
	var yes bool
	switch {
	case len(value) == 0:
		return d.nothing(field)
	case json.Unmarshal(value, &text) == nil:
		return d.text(field, text)
	case json.Unmarshal(value, &yes) == nil:
		if yes {
			return d.words.T("admin.yes")
		}
		return d.words.T("admin.no")
	}
	text = string(value)
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil:
		return text
	case field == "roleIds" && d.roles[text] != "":
		return d.roles[text]
	case field == "perMille":
		return frame.Percent(n) + "%"
	case field == "value" && d.entry.Action == settingChanged:
		return d.setting(n)
	case slices.Contains(amounts(), field):
		return money.Fen(n).Yuan()
	}
	return text
}

const settingChanged = "setting.changed"

// nothing is how a missing value reads: a setting without one has its default.
func (d *difference) nothing(field string) string {
	if field == "value" && d.entry.Action == settingChanged {
		return d.words.T("admin.by_default")
	}
	return ""
}

func (d *difference) setting(n int64) string {
	if definition, known := adminapi.Defined(adminapi.SettingKey(d.entry.Object)); known {
		return d.words.T("ops.amount."+string(definition.Unit), "Count", n)
	}
	return strconv.FormatInt(n, 10)
}

func (d *difference) text(field, text string) string {
	if moment, err := time.Parse(time.RFC3339, text); err == nil {
		if moment.IsZero() {
			return ""
		}
		return moment.In(shopday.Zone()).Format(time.DateTime)
	}
	if prefix := wording(d.entry.Area, field); prefix != "" {
		if known, err := d.words.Text(prefix + text); err == nil {
			return known
		}
	}
	return text
}

// wording is where the catalogues have the words of a field's values.
func wording(area, field string) string {
	switch area + "." + field {
	case "admin.permissions":
		return "admin.permission."
	case "ware.state":
		return "admin.purchase."
	case "ware.needs":
		return "admin.need."
	case "order.status":
		return "aftersales.state."
	case "payment.state":
		return "money.exception."
	case "payment.kind":
		return "money.kind."
	case "payment.action":
		return "money.action."
	case "payment.outcome":
		return "money.outcome."
	case "product.state":
		return "spu.status."
	case "coupon.kind":
		return "promo.kind."
	case "coupon.scope":
		return "promo.scope."
	}
	return ""
}

// amounts are the fields that are counted in fen.
func amounts() []string {
	return []string{"amount", "payAmount", "minPoint", "price", "full", "reduce", "freeFreightFrom", "firstFee", "extraFee", "discount", "freight"}
}
