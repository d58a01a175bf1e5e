package supervisor

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The little of XML-RPC that supervisor speaks: strings, integers and booleans going out;
// those, arrays and structs coming back.

func encodeCall(method string, args ...any) (string, error) {
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\"?><methodCall><methodName>" + method + "</methodName><params>")
	for _, a := range args {
		b.WriteString("<param><value>")
		switch v := a.(type) {
		case string:
			b.WriteString("<string>")
			if err := xml.EscapeText(&b, []byte(v)); err != nil {
				return "", err
			}
			b.WriteString("</string>")
		case bool:
			b.WriteString("<boolean>" + map[bool]string{true: "1", false: "0"}[v] + "</boolean>")
		default:
			return "", fmt.Errorf("xml-rpc: cannot send a %T", a)
		}
		b.WriteString("</value></param>")
	}
	b.WriteString("</params></methodCall>")
	return b.String(), nil
}

// FaultError is an answer of supervisor that says no.
type FaultError struct {
	Code int
	Text string
}

func (f *FaultError) Error() string { return "supervisor: " + f.Text }

// The fault codes that we look at.
const (
	faultAlreadyAdded   = 90
	faultAlreadyStarted = 60
	faultNotRunning     = 70
	faultBadName        = 10
)

func isFault(err error, codes ...int) bool {
	var f *FaultError
	if !errors.As(err, &f) {
		return false
	}
	for _, c := range codes {
		if f.Code == c {
			return true
		}
	}
	return false
}

func decodeAnswer(r io.Reader) (any, error) {
	d := xml.NewDecoder(r)
	fault := false
	for {
		tok, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("xml-rpc answer: %w", err)
		}
		start, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "fault":
			fault = true
		case "value":
			v, err := decodeValue(d)
			if err != nil || !fault {
				return v, err
			}
			m, _ := v.(map[string]any)
			code, _ := m["faultCode"].(int)
			text, _ := m["faultString"].(string)
			return nil, &FaultError{Code: code, Text: text}
		}
	}
}

// decodeValue reads up to the end of a <value> that has been opened.
func decodeValue(d *xml.Decoder) (any, error) {
	text := ""
	for {
		tok, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.CharData:
			text += string(t)
		case xml.EndElement:
			return text, nil // a bare value is a string
		case xml.StartElement:
			v, err := decodeTyped(d, t)
			if err != nil {
				return nil, err
			}
			return v, d.Skip() // the end of <value>
		}
	}
}

func decodeTyped(d *xml.Decoder, t xml.StartElement) (any, error) {
	switch t.Name.Local {
	case "array":
		return decodeArray(d)
	case "struct":
		return decodeStruct(d)
	case "nil":
		return nil, d.Skip()
	}
	var s string
	if err := d.DecodeElement(&s, &t); err != nil {
		return nil, err
	}
	switch t.Name.Local {
	case "int", "i4", "i8":
		return strconv.Atoi(strings.TrimSpace(s))
	case "boolean":
		return strings.TrimSpace(s) == "1", nil
	}
	return s, nil
}

func decodeArray(d *xml.Decoder) ([]any, error) {
	list := []any{}
	for {
		tok, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if t.Name.Local != "value" {
				continue
			}
			v, err := decodeValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		case xml.EndElement:
			if t.Name.Local == "array" {
				return list, nil
			}
		}
	}
}

func decodeStruct(d *xml.Decoder) (map[string]any, error) {
	m, name := map[string]any{}, ""
	for {
		tok, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "name":
				if err := d.DecodeElement(&name, &t); err != nil {
					return nil, err
				}
			case "value":
				if m[name], err = decodeValue(d); err != nil {
					return nil, err
				}
			}
		case xml.EndElement:
			if t.Name.Local == "struct" {
				return m, nil
			}
		}
	}
}
