package picture

import "fmt"

// angle shows the thing turned a little, on a stand in a studio of its own colour. Clothes have no stand: they are laid flat.
func (c *canvas) angle(d drawing) {
	tint := c.base.mix(rgb{186, 176, 168}, 55)
	if d.place == onRail {
		c.flatLay(d, tint)
		return
	}
	c.studio(tint)
	half, back := d.shadow, d.top
	if half == 0 {
		half = 240
	}
	if d.lies {
		half = half * 9 / 10
	}
	c.stand(tint, min(half+70, 350))
	// What is drawn has to fit between the top of the picture and the stand.
	percent := min(520*100/(d.floor-back), 590*100/(2*half+40), 92)
	if d.lies {
		c.put(`<ellipse cx="404" cy="636" rx="%d" ry="13" fill="url(#shade)"/>`, half*percent/100)
		c.group(fmt.Sprintf("translate(400 624) rotate(-7) scale(%s) translate(-400 %d)", part(percent), -d.floor), func() { d.draw(c) })
		return
	}
	c.put(`<ellipse cx="400" cy="634" rx="%d" ry="17" fill="url(#shade)"/>`, half*percent/100+16)
	c.group(fmt.Sprintf("translate(400 636) skewY(-3) scale(%s %s) translate(-400 %d)", part(percent*94/100), part(percent), -d.floor), func() { d.draw(c) })
}

// studio is a wall with an arch, a floor, and light from the left.
func (c *canvas) studio(tint rgb) {
	c.put(`<linearGradient id="air" x2="1" y2="1"><stop stop-color="%v"/><stop offset="1" stop-color="%v"/></linearGradient>`, tint.lighter(80), tint.lighter(58))
	c.put(`<linearGradient id="bay" x2="1" y2="0"><stop stop-color="%v"/><stop offset="1" stop-color="%v"/></linearGradient>`, tint.lighter(50), tint.lighter(70))
	c.rect(0, 0, 800, 800, 0, own("air"))
	c.path("M120 640V340a280 280 0 0 1 560 0v300z", own("bay"))
	c.put(`<path d="M120 640V340a280 280 0 0 1 36-137q-14 60-14 137v300z" fill="%v" opacity=".5"/>`, tint.lighter(24))
	c.rect(0, 640, 800, 160, 0, tint.lighter(72))
	c.rect(0, 640, 800, 3, 0, tint.lighter(88))
	c.veil("M0 60L0 0L250 0L800 640L800 800L560 800z", 16)
}

// stand is a low round plinth whose upper side is at y = 632.
func (c *canvas) stand(tint rgb, half int) {
	c.put(`<ellipse cx="410" cy="722" rx="%d" ry="40" fill="url(#shade)"/>`, half+40)
	c.put(`<linearGradient id="plinth"><stop stop-color="%v"/><stop offset=".35" stop-color="%v"/><stop offset="1" stop-color="%v"/></linearGradient>`,
		tint.lighter(56), tint.lighter(82), tint.lighter(34))
	c.path(fmt.Sprintf("M%d 634v70a%d 34 0 0 0 %d 0v-70z", 400-half, half, 2*half), own("plinth"))
	c.ellipse(400, 634, half, 34, tint.lighter(86))
	c.ellipse(400, 634, half-8, 31, tint.lighter(80))
}

// flatLay shows clothes from above on linen, with a twig.
func (c *canvas) flatLay(d drawing, tint rgb) {
	c.ground(tint.lighter(84), tint.lighter(62))
	c.put(`<g stroke="%v" opacity=".35"><path d="M0 90H800M0 210H800M0 330H800M0 450H800M0 570H800M0 690H800M90 0V800M230 0V800M370 0V800M510 0V800M650 0V800"/></g>`, tint.lighter(50))
	c.group("rotate(-9 400 400)", func() {
		c.group("translate(412 424) scale(.9) translate(-400 -400)", func() { c.put(`<ellipse cx="400" cy="430" rx="270" ry="250" fill="url(#shade)" opacity=".55"/>`) })
		c.group("translate(400 400) scale(.9) translate(-400 -400)", func() { d.draw(c) })
	})
	c.line("M640 760q60-80 70-190M676 704q40-6 60-34M694 650q-30-14-40-44M706 604q34-10 44-40", "#8a9a7c", 5)
	c.put(`<g fill="#9fb18d"><ellipse cx="744" cy="660" rx="24" ry="10" transform="rotate(-42 744 660)"/><ellipse cx="648" cy="596" rx="24" ry="10" transform="rotate(60 648 596)"/><ellipse cx="756" cy="552" rx="24" ry="10" transform="rotate(-56 756 552)"/><ellipse cx="712" cy="552" rx="26" ry="11" transform="rotate(96 712 552)"/></g>`)
}
