package picture

import "fmt"

// pack shows the thing before what it comes in.
func (c *canvas) pack(d drawing) {
	tint := c.base.mix(rgb{206, 200, 192}, 75)
	c.put(`<linearGradient id="air" x2="0" y2="1"><stop stop-color="%v"/><stop offset="1" stop-color="%v"/></linearGradient>`, tint.lighter(46), tint.lighter(30))
	c.rect(0, 0, 800, 800, 0, own("air"))
	c.path("M0 560q400-50 800 0v240H0z", tint.lighter(58))
	half := d.shadow
	if half == 0 {
		half = 230
	}
	wide, high := 2*half, d.floor-d.top
	// The thing is 330 high or 330 wide, and its box a little larger.
	scale := min(330*1000/high, 330*1000/wide)
	w, h := wide*scale/1000*6/5, high*scale/1000*6/5
	switch d.pack {
	case inBag:
		c.bag(110, 250, 300, 380)
	default:
		w, h = min(max(w, 190), 420), min(max(h, 150), 430)
		c.box(310-w/2-40, 610-h, w, h, d)
	}
	c.put(`<ellipse cx="560" cy="700" rx="%d" ry="16" fill="url(#shade)"/>`, half*scale/1000+24)
	c.group(fmt.Sprintf("translate(560 700) scale(%s) translate(-400 %d)", fraction(scale, 1000), -d.floor), func() { c.again(d) })
	c.letters("start", 40, 66, 30, 620, "#2a2e35", 700, "包装")
	c.letters("start", 40, 100, 20, 620, "#5b616b", 400, c.spec.Model+" "+c.spec.Variant)
}

// again draws the thing, the second time by pointing to the first.
func (c *canvas) again(d drawing) {
	if c.drawn {
		c.put(`<use href="#thing"/>`)
		return
	}
	c.drawn = true
	c.put(`<g id="thing">`)
	d.draw(c)
	c.put(`</g>`)
}

// box draws a box whose front is at x, y; its right side and its top are seen as well.
func (c *canvas) box(x, y, w, h int, d drawing) {
	const deep, rise = 84, 44
	skin := rgb{252, 252, 252}
	switch {
	case d.pack == inCarton:
		skin = rgb{205, 168, 124}
	case c.base.bright():
		skin = c.base.mix(rgb{54, 60, 72}, 82)
	}
	ink := skin.ink()
	c.put(`<ellipse cx="%d" cy="%d" rx="%d" ry="26" fill="url(#shade)"/>`, x+w/2+deep/2, y+h-4, w*6/10+deep)
	c.put(`<path d="M%d %dl%d-%dh%dl-%d %dz" fill="%v"/>`, x, y, deep, rise, w, deep, rise, skin.lighter(30))
	c.put(`<path d="M%d %dl%d-%dv%dl-%d %dz" fill="%v"/>`, x+w, y, deep, rise, h, deep, rise, skin.darker(30))
	c.put(`<linearGradient id="lid" x2="1" y2="1"><stop stop-color="%v"/><stop offset="1" stop-color="%v"/></linearGradient>`, skin.lighter(10), skin.darker(8))
	c.rect(x, y, w, h, 2, own("lid"))
	if d.pack == inCarton {
		c.put(`<path d="M%d %dl%d-%dh34l-%d %dzM%d %dh34v44l-9-7-8 7-8-7-9 7z" fill="#e6cfa4" opacity=".85"/>`, x+w/2-17, y, deep, rise, deep, rise, x+w/2-17, y)
		c.text(x+w/2, y+h/2+14, min(44, w/6), w-40, ink, 700, c.spec.Brand)
		c.text(x+w/2, y+h/2+46, min(20, w/9), w-40, ink, 500, c.spec.Model)
		c.put(`<g fill="none" stroke="%v" stroke-width="3"><path d="M%d %dv-26m-8 8l8-9 8 9M%d %dv-26m-8 8l8-9 8 9M%d %dh42"/></g>`, ink, x+34, y+h-26, x+58, y+h-26, x+25, y+h-20)
		c.put(`<path d="M%d %dh%d" stroke="%v" stroke-width="12" stroke-dasharray="3 3 6 2 2 4" opacity=".7"/>`, x+w-84, y+h-26, 64, ink)
		return
	}
	c.put(`<clipPath id="print"><path d="M%d %dh%dv%dh-%dz"/></clipPath>`, x, y, w, h, w)
	c.put(`<g clip-path="url(#print)">`)
	c.put(`<circle cx="%d" cy="%d" r="%d" fill="%v" opacity=".35"/>`, x+w, y+h, w*7/10, c.base.lighter(30))
	size := min(w*72/100*1000/max(2*d.shadow, 300), h*60/100*1000/(d.floor-d.top))
	c.group(fmt.Sprintf("translate(%d %d) scale(%s) translate(-400 %d)", x+w/2, y+h*82/100, fraction(size, 1000), -d.floor), func() { c.again(d) })
	c.put(`</g>`)
	c.letters("start", x+14, y+30, 18, w-28, ink, 700, c.spec.Brand)
	c.letters("start", x+14, y+h-12, 13, w-28, ink, 400, c.spec.Model)
}

// bag draws a paper bag with handles, and tissue that looks out of it.
func (c *canvas) bag(x, y, w, h int) {
	skin := c.base.mix(rgb{236, 226, 210}, 80)
	c.put(`<ellipse cx="%d" cy="%d" rx="%d" ry="24" fill="url(#shade)"/>`, x+w/2+20, y+h, w*6/10)
	c.put(`<path d="M%d %dl40-46 36 30 44-40 40 34 42-30 36 40 40-20 22 40z" fill="#fff"/>`, x, y+8)
	c.put(`<path d="M%d %dl40-46 36 30 44-40z" fill="#eceff1"/>`, x, y+8)
	c.put(`<path d="M%d %dh%dv%dh-%dz" fill="%v"/><path d="M%d %dl56 22v%dl-56 4z" fill="%v"/>`, x, y, w, h, w, skin, x+w, y, h-36, skin.darker(22))
	c.put(`<path d="M%d %dh%dv%dh-%dz" fill="#000" opacity=".05"/>`, x+w*2/3, y, w/3, h, w/3)
	c.line(fmt.Sprintf("M%d %dv-60q0-60 60-60t60 60v60", x+w/2-60, y+22), skin.darker(48), 7)
	c.circle(x+w/2-60, y+24, 7, skin.darker(60))
	c.circle(x+w/2+60, y+24, 7, skin.darker(60))
	c.text(x+w/2, y+h/2+10, 40, w-60, skin.darker(66), 600, c.spec.Brand)
	c.line(fmt.Sprintf("M%d %dh60", x+w/2-30, y+h/2+36), skin.darker(50), 3)
}
