package picture

// hanger is what clothes hang on.
func (c *canvas) hanger() {
	c.line("M400 130q-2-22 16-26t16-24-22-20-22 16", own("metal"), 7)
	c.line("M400 130L270 190M400 130L530 190", "#a9825a", 12)
}

// tshirt shows a shirt laid flat; a printed one carries mountains.
func (c *canvas) tshirt() {
	k := c.base
	edge := k.darker(24)
	c.path("M296 176q-70 20-116 60L110 400l90 44 40-76v290q0 20 22 22h276q22-2 22-22V368l40 76 90-44-70-164q-46-40-116-60-44 56-104 56t-104-56z", edge)
	c.path("M298 180q-68 20-112 58L116 398l82 40 46-88v306q0 18 20 20h272q20-2 20-20V350l46 88 82-40-70-160q-44-38-112-58-42 54-102 54t-102-54z", own("face"))
	c.path("M300 178q100 30 200 0q-42 62-100 62t-100-62z", k.darker(32))
	c.line("M298 182q44 58 102 58t102-58", k.darker(14), 14)
	c.put(`<g fill="none" stroke="%v" stroke-width="5" stroke-linecap="round" opacity=".55"><path d="M250 372q10 90-2 160M550 372q-10 90 2 160M330 640q20-80 10-150M470 640q-16-70-8-120"/></g>`, k.darker(18))
	c.line("M124 388l78 38M676 388l-78 38M246 660h308", k.darker(20), 3)
	if c.has("印花") {
		c.put(`<g opacity=".85"><path d="M296 470l54-110 34 50 36-80 84 140z" fill="#3f7d78"/><path d="M296 470l60-56 50 30 40-40 58 66z" fill="#2b5a6b"/><circle cx="460" cy="330" r="20" fill="#c8553d"/><path d="M300 486h200M320 500h160" stroke="#7aa39a" stroke-width="4"/></g>`)
	}
	if c.has("速干") {
		c.line("M244 360q8 150 0 300M556 360q-8 150 0 300", k.lighter(45), 4)
		c.rect(300, 300, 46, 8, 4, k.ink())
	}
	c.rect(384, 236, 32, 18, 2, "#fff")
	c.text(400, 249, 9, 30, "#555", 600, c.spec.Brand)
}

// dress shows a dress on a hanger; the model decides on sleeves, collar and buttons.
func (c *canvas) dress() {
	k := c.base
	c.hanger()
	fold := k.darker(20)
	switch {
	case c.has("针织"):
		c.path("M300 190q-56 14-72 60l-52 250 56 18 66-190z", k.darker(10))
		c.path("M500 190q56 14 72 60l52 250-56 18-66-190z", k.darker(10))
		c.path("M352 150h96l6 32q36 2 60 16l-14 190q20 140 54 312-72 18-154 18t-154-18q34-172 54-312l-14-190q24-14 60-16z", own("face"))
		c.path("M352 146h96v34q-48 16-96 0z", k.darker(14))
		c.put(`<path d="M310 240v440M330 230v450M350 220v460M370 210v470M390 210v470M410 210v470M430 210v470M450 220v460M470 230v450M490 240v440" stroke="%v" stroke-width="3" opacity=".35"/>`, fold)
	case c.has("衬衫"):
		c.path("M296 184q-60 20-76 70l-34 120 66 22 48-110z", k.darker(8))
		c.path("M504 184q60 20 76 70l34 120-66 22-48-110z", k.darker(8))
		c.path("M340 164q60 24 120 0l54 26-8 200q30 130 78 300-80 22-184 22t-184-22q48-170 78-300l-8-200z", own("face"))
		c.path("M340 160l60 52-48 40-34-74zM460 160l-60 52 48 40 34-74z", k.lighter(18))
		c.line("M400 214V690", fold, 3)
		for y := 250; y < 680; y += 56 {
			c.circle(408, y, 7, k.lighter(60))
		}
		c.path("M290 380h220l4 28H286z", k.darker(30))
		c.rect(386, 376, 30, 36, 5, own("gold"))
		c.line("M310 480h60v60h-60z", k.lighter(30), 2)
	default:
		c.path("M316 176q-60 6-84 60l-14 66 66 22 36-80z", k.darker(8))
		c.path("M484 176q60 6 84 60l14 66-66 22-36-80z", k.darker(8))
		c.path("M316 174l22 0v60h124v-60h22q30 14 36 30l-14 176q40 90 92 300-92 26-198 26t-198-26q52-210 92-300l-14-176q6-16 36-30z", own("face"))
		c.path("M292 372h216l2 26H290z", k.darker(18))
		c.line("M338 236h124", k.darker(26), 4)
	}
	c.put(`<g fill="none" stroke="%v" stroke-width="6" stroke-linecap="round" opacity=".4"><path d="M330 430q-14 120-46 240M400 430v240M470 430q14 120 46 240M364 440q-8 120-24 230M436 440q8 120 24 230"/></g>`, fold)
	c.veil("M310 420q-30 130-60 260h34q26-120 44-260z", 15)
}

// sneaker shows a running shoe from its side; trail shoes have lugs.
func (c *canvas) sneaker() {
	k := c.base
	// outsole and midsole
	if c.has("GTX") {
		c.put(`<path d="M104 588h596" stroke="#2b2d31" stroke-width="24" stroke-dasharray="26 12"/>`)
	} else {
		c.path("M96 570q-4 28 28 28h540q48 0 64-40z", "#34373d")
	}
	c.path("M84 492q-14 60 4 86 8 10 36 10h556q50 0 58-42 0-20-20-34z", "#fbfbf9")
	c.path("M84 540q-2 30 12 40 8 6 30 6h554q50 0 58-40-140 30-340 18-180-10-314-24z", k.mix(rgb{236, 238, 240}, 62))
	c.put(`<path d="M110 560q200 22 390 22M110 546q120 14 240 20" fill="none" stroke="%v" stroke-width="3" opacity=".5"/>`, k.darker(10))
	// tongue, and the lining that is seen in the collar
	c.path("M262 372l64-72q20-16 40 4l52 74-60 60z", k.darker(22))
	c.path("M300 332l34-32q18-12 32 4l8 12-46 44z", k.lighter(22))
	c.path("M112 342q70 44 170 22l30 26q-110 40-204 0z", k.darker(56))
	// upper
	c.path("M94 512q-12-80 2-150 2-28 24-30 20 0 30 20 34 46 96 40 36-4 58-32l22-20 96 84q78 58 196 74 92 12 108 40 8 20-10 32-200 14-400-2-130-10-222-56z", own("face"))
	c.path("M94 512q-12-80 2-150 2-28 24-30 20 0 30 20 30 42 82 42-6 80-40 138-60-4-98-20z", k.darker(20))
	c.path("M520 462q50 18 100 26 92 12 108 40 8 20-10 32-90 6-180 4-30-56-18-102z", k.darker(10))
	c.path("M130 552q180 6 320-10 120-14 276 8 0 6-8 10-200 14-400-2-110-6-188-6z", k.darker(30))
	// eyestays and laces
	c.path("M304 360l22-20 130 112-20 30q-76-42-132-122z", k.darker(28))
	c.put(`<g fill="none" stroke="#fdfdfb" stroke-width="11" stroke-linecap="round"><path d="M346 330l-34 40M374 356l-36 40M402 382l-36 38M430 406l-34 36M456 430l-30 34"/></g>`)
	c.line("M360 326q-20-34-50-26t-2 34M362 326q10-34 40-24t-8 32", "#f1f1ee", 7)
	// the mark
	c.path("M196 536q100-14 172-92 16 2 20 18-58 74-150 92zM262 552q92-18 156-84 14 2 18 16-50 58-120 74z", k.ink())
	c.put(`<g fill="%v" opacity=".4"><path d="M560 494h6v6h-6zM580 498h6v6h-6zM600 502h6v6h-6zM620 508h6v6h-6zM570 512h6v6h-6zM590 516h6v6h-6zM610 520h6v6h-6zM630 526h6v6h-6zM580 530h6v6h-6zM600 534h6v6h-6z"/></g>`, k.darker(50))
	c.line("M112 336q8-22 26 2 34 48 104 44 40-4 62-28", k.darker(44), 8)
	c.line("M104 372q-10-40 4-60 14-10 18 10", k.darker(36), 9)
	c.veil("M108 374q-10 70 2 130 16 8 30 10-22-80-12-140z", 20)
	c.veil("M470 440q60 34 150 46-80 4-160-22z", 22)
	c.group("rotate(-82 156 452)", func() { c.text(156, 458, 16, 90, k.darker(20).ink(), 700, c.spec.Brand) })
}

// backpack shows a pack from the front; hiking packs have a lid and cords.
func (c *canvas) backpack() {
	k := c.base
	c.line("M340 150q0-70 60-70t60 70", k.darker(34), 18)
	c.path("M236 300q-50 100-24 300l40 40V300zM564 300q50 100 24 300l-40 40V300z", k.darker(30))
	c.path("M240 680V290q0-160 160-160t160 160v390q0 14-20 14H260q-20 0-20-14z", own("face"))
	c.veil("M262 660V300q4-110 90-146-50 60-56 160v346z", 13)
	switch {
	case c.has("徒步"):
		c.path("M250 250q0-130 150-130t150 130q-150 40-300 0z", k.darker(18))
		c.line("M300 256v120M500 256v120", k.darker(48), 12)
		c.rect(288, 330, 24, 30, 4, "#26282d")
		c.rect(488, 330, 24, 30, 4, "#26282d")
		c.line("M320 400l160 70M480 400l-160 70M320 470l160 70M480 470l-160 70", k.lighter(50), 6)
		c.rect(300, 570, 200, 100, 20, k.darker(20))
	case c.has("学生"):
		c.line("M268 330h264", k.darker(36), 6)
		c.rect(276, 430, 248, 236, 34, k.lighter(18))
		c.line("M292 476h216", k.darker(24), 6)
		c.circle(400, 568, 44, "#fff6e2")
		c.circle(384, 560, 6, "#4a4038")
		c.circle(416, 560, 6, "#4a4038")
		c.line("M384 584q16 14 32 0", "#4a4038", 5)
		c.rect(276, 640, 248, 10, 0, "#e9eef2")
	default:
		c.line("M270 300q130-40 260 0", k.darker(44), 5)
		c.rect(282, 400, 236, 262, 26, k.darker(12))
		c.line("M298 440h204", k.darker(50), 5)
		c.rect(480, 436, 10, 40, 4, own("metal"))
		c.rect(352, 340, 96, 34, 4, k.darker(40))
	}
	if !c.has("学生") {
		c.text(400, 363, 16, 86, k.lighter(80), 600, c.spec.Brand)
	}
	c.line("M252 686h296", k.darker(40), 8)
}
