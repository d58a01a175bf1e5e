package picture

import (
	"fmt"
	"strings"
)

// Heights of the things that everybody knows, in millimetres.
const (
	person = 1700
	mug    = 95
	// byHand is the height up to which the mug says more than the person does.
	byHand = 460
)

// scale shows the thing beside a mug or a grown-up, both in the right proportion.
func (c *canvas) scale(d drawing) {
	tall := c.tall(d)
	c.rect(0, 0, 800, 800, 0, "#f6f7f8")
	c.put(`<path d="M0 80H800M0 160H800M0 240H800M0 320H800M0 400H800M0 480H800M0 560H800M80 0V660M160 0V660M240 0V660M320 0V660M400 0V660M480 0V660M560 0V660M640 0V660M720 0V660" stroke="#e6e9ec" stroke-width="2"/>`)
	c.rect(0, 660, 800, 140, 0, "#e9ebee")
	c.rect(0, 660, 800, 3, 0, "#d4d8dc")
	beside, words := mug, "旁边的马克杯高约 9.5 厘米"
	if tall > byHand {
		beside, words = person, "旁边的人身高 170 厘米"
	}
	half := d.shadow
	if half == 0 {
		half = 230
	}
	// How wide both are in millimetres, and how many thousandths of a pixel a millimetre gets so that they fit beside each other.
	wide, other := 2*half*tall/(d.floor-d.top), beside*13/10
	if beside == person {
		other = person * 2 / 5
	}
	unit := min(540_000/max(tall, beside), 680_000/(wide+other+beside/4))
	high, low := tall*unit/1000, 672
	gap := (800 - (wide+other)*unit/1000) / 3
	x, right := gap+wide*unit/2000, 800-gap-other*unit/2000
	if d.place == onRail {
		low -= (1480 - tall) * unit / 1000 // it hangs where it would be worn
	} else {
		c.put(`<ellipse cx="%d" cy="674" rx="%d" ry="14" fill="url(#shade)"/>`, x, half*high/(d.floor-d.top)+14)
	}
	c.group(fmt.Sprintf("translate(%d %d) scale(%s) translate(-400 %d)", x, low, fraction(high, d.floor-d.top), -d.floor), func() { d.draw(c) })
	if beside == mug {
		c.mug(right-10, 672, mug*unit/1000)
	} else {
		c.person(right, 672, person*unit/1000)
	}
	c.letters("start", 48, 728, 30, 620, "#2a2e35", 700, "大小对比")
	c.letters("start", 48, 764, 22, 700, "#5b616b", 400, words)
}

// tall answers how high the thing is in millimetres; televisions are as large as their name says, and toys differ.
func (c *canvas) tall(d drawing) int {
	if c.spec.Kind == TV {
		var inches int
		if at := strings.IndexAny(c.spec.Variant, "0123456789"); at >= 0 {
			_, _ = fmt.Sscanf(c.spec.Variant[at:], "%d", &inches) // without a number it stays what it is
		}
		if inches >= 32 && inches <= 120 {
			return inches * 15 // with its feet
		}
	}
	if c.has("应县木塔") {
		return 460
	}
	if c.has("大颗粒") {
		return 320
	}
	return d.tall
}

// mug is a mug of a height.
func (c *canvas) mug(x, floor, high int) {
	c.put(`<ellipse cx="%d" cy="%d" rx="%d" ry="%d" fill="url(#shade)"/>`, x, floor+2, high*7/10, max(6, high/10))
	c.group(fmt.Sprintf("translate(%d %d) scale(%s)", x, floor, fraction(high, 100)), func() {
		c.line("M38-74q34-4 34 26t-38 26", "#d9dde2", 11)
		c.path("M-42-100h84v84q0 16-16 16h-52q-16 0-16-16z", "#f4f5f7")
		c.path("M14-100h28v84q0 16-16 16h-24q14-40 12-100z", "#dfe3e8")
		c.ellipse(0, -100, 42, 9, "#c9ced5")
		c.ellipse(0, -98, 36, 6, "#6b4a33")
	})
}

// person is the outline of a grown-up of a height.
func (c *canvas) person(x, floor, high int) {
	c.put(`<ellipse cx="%d" cy="%d" rx="%d" ry="12" fill="url(#shade)"/>`, x, floor+2, high/6)
	c.group(fmt.Sprintf("translate(%d %d) scale(%s)", x, floor, fraction(high, 340)), func() {
		c.put(`<g fill="#b4bcc6"><circle cx="0" cy="-316" r="24"/><path d="M-10-296h20v14q34 4 46 26 8 40 8 106-2 12-12 10-8-2-8-12l-6-78-4 70 2 150q0 12-14 12-12 0-14-12l-10-128-10 128q-2 12-14 12-14 0-14-12l2-150-4-70-6 78q0 10-8 12-10 2-12-10 0-66 8-106 12-22 46-26z" stroke="#b4bcc6" stroke-width="4" stroke-linejoin="round"/></g>`)
	})
}

// fraction writes a/b with three places.
func fraction(a, b int) string {
	n := a * 1000 / b
	return fmt.Sprintf("%d.%03d", n/1000, n%1000)
}
