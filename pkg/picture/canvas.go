package picture

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"
)

// canvas collects the drawing of one picture. Its gradients are named: face and body are the thing's own colour (flat
// and round), glass a dark screen, wall the picture on a screen, metal and gold are what they say, gloss is a highlight.
type canvas struct {
	b     bytes.Buffer
	spec  Spec
	base  rgb
	drawn bool // the thing itself can be pointed to
}

func newCanvas(s Spec) *canvas {
	c := &canvas{spec: s, base: paint(s.Colour)}
	label := html.EscapeString(strings.TrimSpace(s.Brand + " " + s.Model + " " + s.Variant))
	c.put(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" role="img" aria-label="%s" font-family="PingFang SC,Microsoft YaHei,Noto Sans CJK SC,Helvetica,sans-serif">`, label)
	c.put(`<defs>`)
	k := c.base
	c.gradient("face", "0", "1", k.lighter(20), k, k.darker(16))
	c.gradient("body", "1", "0", k.darker(26), k.lighter(26), k.darker(4), k.darker(34))
	c.gradient("dark", "0", "1", rgb{58, 62, 70}, rgb{30, 32, 38})
	c.gradient("glass", "1", "1", rgb{44, 48, 58}, rgb{18, 20, 26})
	c.gradient("wall", "1", "1", k.mix(rgb{70, 120, 200}, 45).lighter(35), k.mix(rgb{60, 60, 130}, 40), k.mix(rgb{20, 24, 60}, 70))
	c.gradient("metal", "1", "0", rgb{150, 154, 160}, rgb{244, 246, 248}, rgb{190, 194, 200}, rgb{120, 124, 130})
	c.gradient("gold", "1", "0", rgb{150, 110, 60}, rgb{250, 226, 178}, rgb{212, 172, 108}, rgb{140, 98, 50})
	c.put(`<linearGradient id="gloss" x2="0" y2="1"><stop stop-color="#fff" stop-opacity=".55"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient>`)
	c.put(`<radialGradient id="shade"><stop stop-color="#12151c" stop-opacity=".42"/><stop offset=".6" stop-color="#12151c" stop-opacity=".14"/><stop offset="1" stop-color="#12151c" stop-opacity="0"/></radialGradient>`)
	c.put(`</defs>`)
	return c
}

func (c *canvas) put(format string, args ...any) { fmt.Fprintf(&c.b, format, args...) }

func (c *canvas) writeTo(w io.Writer) error {
	c.put("</svg>\n")
	_, err := w.Write(c.b.Bytes())
	return err
}

// gradient defines a linear gradient with evenly spaced stops.
func (c *canvas) gradient(id, x2, y2 string, stops ...rgb) {
	c.put(`<linearGradient id="%s" x2="%s" y2="%s">`, id, x2, y2)
	for i, s := range stops {
		c.put(`<stop offset="%d%%" stop-color="%s"/>`, i*100/(len(stops)-1), s)
	}
	c.put(`</linearGradient>`)
}

// own names a gradient of the canvas as a fill.
func own(id string) string { return "url(#" + id + ")" }

// rect draws a rectangle with rounded corners.
func (c *canvas) rect(x, y, w, h, r int, fill any) {
	c.put(`<rect x="%d" y="%d" width="%d" height="%d" rx="%d" fill="%v"/>`, x, y, w, h, r, fill)
}

// frame draws only the edge of a rectangle.
func (c *canvas) frame(x, y, w, h, r int, stroke any, width int) {
	c.put(`<rect x="%d" y="%d" width="%d" height="%d" rx="%d" fill="none" stroke="%v" stroke-width="%d"/>`, x, y, w, h, r, stroke, width)
}

func (c *canvas) circle(x, y, r int, fill any) {
	c.put(`<circle cx="%d" cy="%d" r="%d" fill="%v"/>`, x, y, r, fill)
}

func (c *canvas) ring(x, y, r int, stroke any, width int) {
	c.put(`<circle cx="%d" cy="%d" r="%d" fill="none" stroke="%v" stroke-width="%d"/>`, x, y, r, stroke, width)
}

func (c *canvas) ellipse(x, y, rx, ry int, fill any) {
	c.put(`<ellipse cx="%d" cy="%d" rx="%d" ry="%d" fill="%v"/>`, x, y, rx, ry, fill)
}

func (c *canvas) path(d string, fill any) { c.put(`<path d="%s" fill="%v"/>`, d, fill) }

// line draws a stroke with round ends.
func (c *canvas) line(d string, stroke any, width int) {
	c.put(`<path d="%s" fill="none" stroke="%v" stroke-width="%d" stroke-linecap="round" stroke-linejoin="round"/>`, d, stroke, width)
}

// veil draws a shape in white that lets percent of itself be seen.
func (c *canvas) veil(d string, percent int) {
	c.put(`<path d="%s" fill="#fff" opacity="%s"/>`, d, part(percent))
}

// lens draws a camera lens.
func (c *canvas) lens(x, y, r int) {
	c.circle(x, y, r, "#1b1d22")
	c.ring(x, y, r-2, "#5a5f69", max(2, r/10))
	c.circle(x, y, r*6/10, "#0b1020")
	c.circle(x, y, r*4/10, "#22365e")
	c.circle(x-r/4, y-r/4, max(2, r/7), "#b9cdf2")
}

// text writes s with its middle at x. What is wider than width is pressed together a little, and cut beyond that.
func (c *canvas) text(x, y, size, width int, fill any, weight int, s string) {
	c.letters("middle", x, y, size, width, fill, weight, s)
}

func (c *canvas) letters(anchor string, x, y, size, width int, fill any, weight int, s string) {
	letters := []rune(s)
	for estimate(letters)*size/100 > width*4/3 {
		letters = letters[:len(letters)-1]
	}
	fit := ""
	if estimate(letters)*size/100 > width {
		fit = fmt.Sprintf(` textLength="%d" lengthAdjust="spacingAndGlyphs"`, width)
	}
	c.put(`<text x="%d" y="%d" font-size="%d" font-weight="%d" text-anchor="%s" fill="%v"%s>%s</text>`,
		x, y, size, weight, anchor, fill, fit, html.EscapeString(string(letters)))
}

// estimate is about how wide letters are, in hundredths of the font size.
func estimate(letters []rune) int {
	n := 0
	for _, r := range letters {
		if r > 0x2000 {
			n += 100
		} else {
			n += 60
		}
	}
	return n
}

// group draws what f draws, transformed.
func (c *canvas) group(transform string, f func()) {
	c.put(`<g transform="%s">`, transform)
	f()
	c.put(`</g>`)
}

// part writes percent as a fraction.
func part(percent int) string { return fmt.Sprintf("%d.%02d", percent/100, percent%100) }

// has says whether the model's or variant's name contains one of the words.
func (c *canvas) has(words ...string) bool {
	for _, w := range words {
		if strings.Contains(c.spec.Model, w) || strings.Contains(c.spec.Variant, w) {
			return true
		}
	}
	return false
}
