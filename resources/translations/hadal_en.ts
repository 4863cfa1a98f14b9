<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
    <context>
        <name>AnswerTurn</name>
        <message numerus="yes">
            <source>%Ln tokens</source>
            <translation>
                <numerusform>%Ln token</numerusform>
                <numerusform>%Ln tokens</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CodeBlock</name>
        <message numerus="yes">
            <source>Show %n lines more</source>
            <translation>
                <numerusform>Show %n line more</numerusform>
                <numerusform>Show %n lines more</numerusform>
            </translation>
        </message>
    </context>
</TS>
